package dev.tollgate.console.customers;

import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.page.Page;
import java.util.List;

/// An account, with what the operator's page shows of it.
record Customer(
        AccountView account,
        CreditView credit,
        List<MemberView> members,
        List<KeyView> keys,
        List<String> groups,
        Page<LedgerEntryView> entries) {
    Customer {
        members = List.copyOf(members);
        keys = List.copyOf(keys);
        groups = List.copyOf(groups);
    }
}
