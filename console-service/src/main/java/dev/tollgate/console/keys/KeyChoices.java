package dev.tollgate.console.keys;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.accounts.SpendLimitResource;
import dev.tollgate.console.catalogue.GroupResource;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.routing.v1.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a key's form offers, as far as the user may see it.
@ApplicationScoped
class KeyChoices {
    private static final PageAsk MANY = new PageAsk(null, null, "100");

    private final GroupResource groups;
    private final SpendLimitResource limits;
    private final Caller caller;

    @Inject
    KeyChoices(GroupResource groups, SpendLimitResource limits, Caller caller) {
        this.groups = groups;
        this.limits = limits;
        this.caller = caller;
    }

    /// @param groups that the key may have in place of the account's; empty for who may not choose
    /// @param limits of the account, for keys to name
    /// @param mayLimit whether the user may make a new limit
    record Some(List<String> groups, List<SpendLimitView> limits, boolean mayLimit) {}

    Uni<Some> of(@Nullable String account) {
        Rights rights = new Rights(caller.principal());
        boolean mayLimit = account != null && rights.on(account, Permission.BILLING_WRITE);
        Uni<List<String>> some = rights.everywhere(Permission.ACCOUNTS_WRITE)
                ? groups.list()
                        .map(page ->
                                page.data().stream().map(Catalogue.Group::id).toList())
                : Uni.createFrom().item(List.of());
        Uni<List<SpendLimitView>> known = account != null && rights.on(account, Permission.BILLING_READ)
                ? limits.list(account, null, MANY).map(page -> page.data().stream()
                        .filter(limit -> limit.scope().equals("key") && limit.endedAt() == null)
                        .toList())
                : Uni.createFrom().item(List.of());
        return Uni.combine().all().unis(some, known).with((found, bound) -> new Some(found, bound, mayLimit));
    }
}
