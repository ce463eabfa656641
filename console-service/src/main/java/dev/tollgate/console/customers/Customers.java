package dev.tollgate.console.customers;

import dev.tollgate.console.accounts.AccountResource;
import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.catalogue.GroupResource;
import dev.tollgate.console.keys.KeyResource;
import dev.tollgate.console.keys.KeySearch;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.MemberResource;
import dev.tollgate.contract.routing.v1.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Gathers what is known of one account, at once. Whoever may read all accounts' money may read all of it.
@ApplicationScoped
class Customers {
    private static final PageAsk SOME = new PageAsk(null, null, "50");

    private final AccountResource accounts;
    private final CreditResource credit;
    private final MemberResource members;
    private final KeyResource keys;
    private final GroupResource groups;

    @Inject
    Customers(
            AccountResource accounts,
            CreditResource credit,
            MemberResource members,
            KeyResource keys,
            GroupResource groups) {
        this.accounts = accounts;
        this.credit = credit;
        this.members = members;
        this.keys = keys;
        this.groups = groups;
    }

    Uni<Customer> get(String id, PageAsk ask) {
        return accounts.get(id).chain(account -> Uni.combine()
                .all()
                .unis(
                        credit.credit(id),
                        members.list(id),
                        keys.list(id, new KeySearch(null, null), SOME),
                        groups.list(),
                        credit.entries(id, ask))
                .with((money, people, known, offered, entries) -> new Customer(
                        account,
                        money,
                        people.data(),
                        known.data(),
                        offered.data().stream().map(Catalogue.Group::id).toList(),
                        entries)));
    }
}
