package dev.tollgate.edge.credit;

import dev.tollgate.contract.auth.v1.KeyContext;
import java.util.List;

/// One lease per account and set of limits; keys without limits share the account's (rules 6).
record LeaseKey(String accountId, List<String> limitIds) {
    static LeaseKey of(KeyContext key) {
        List<String> limits = key.spendLimitIds();
        return new LeaseKey(
                key.accountId(),
                limits.size() < 2 ? limits : limits.stream().sorted().toList());
    }
}
