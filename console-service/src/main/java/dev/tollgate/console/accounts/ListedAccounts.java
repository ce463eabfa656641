package dev.tollgate.console.accounts;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts what billing knows beside what auth does: one call for a whole page.
@ApplicationScoped
class ListedAccounts {
    private final InsightPeer insight;
    private final Caller caller;

    @Inject
    ListedAccounts(InsightPeer insight, Caller caller) {
        this.insight = insight;
        this.caller = caller;
    }

    Uni<Page<ListedAccount>> withCredit(Page<AccountView> page) {
        if (page.data().isEmpty() || !new Rights(caller.principal()).everywhere(Permission.BILLING_READ)) {
            return Uni.createFrom().item(joined(page, Map.of()));
        }
        List<String> ids = page.data().stream().map(AccountView::id).toList();
        return insight.credits(ids)
                .map(credits -> joined(
                        page, credits.stream().collect(Collectors.toMap(CreditView::accountId, Function.identity()))));
    }

    private static Page<ListedAccount> joined(Page<AccountView> page, Map<String, CreditView> credits) {
        return new Page<>(
                page.object(),
                page.data().stream()
                        .map(account -> ListedAccount.of(account, credits.get(account.id())))
                        .toList(),
                page.firstId(),
                page.lastId(),
                page.hasMore());
    }
}
