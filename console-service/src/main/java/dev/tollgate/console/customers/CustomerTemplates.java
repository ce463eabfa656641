package dev.tollgate.console.customers;

import dev.tollgate.console.accounts.ListedAccount;
import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The operator's pages about accounts.
@CheckedTemplate(basePath = "customers")
final class CustomerTemplates {
    private CustomerTemplates() {}

    static native TemplateInstance list(Page<ListedAccount> accounts, String search, Pager pager);

    static native TemplateInstance one(Customer customer, AccountView account, Pager pager);

    static native TemplateInstance confirm(AccountView account, String action);
}
