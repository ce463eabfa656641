package dev.tollgate.console.profile;

import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.TokenResource;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import dev.tollgate.contract.auth.v1.TokenView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A user's personal access tokens, which the management API lists among his sessions, and what a new one may be for.
@ApplicationScoped
class PersonalTokens {
    /// Sessions are kept for a month: who has had more than this has older tokens left out.
    private static final int PAGES_MAX = 10;

    private static final String PAGE = "100";

    private final TokenResource tokens;
    private final Caller caller;

    @Inject
    PersonalTokens(TokenResource tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    Uni<List<TokenView>> all() {
        return gather(new ArrayList<>(), null, PAGES_MAX);
    }

    /// The scopes that the user's roles hold anywhere: more would be refused.
    List<String> scopes() {
        Set<Permission> held = EnumSet.of(Permission.TOKENS_READ, Permission.TOKENS_WRITE);
        caller.principal().platformRoles().stream()
                .map(PlatformRole::permissions)
                .forEach(held::addAll);
        caller.principal().memberships().stream()
                .map(Membership::role)
                .map(AccountRole::permissions)
                .forEach(held::addAll);
        return held.stream().map(Permission::scope).toList();
    }

    private Uni<List<TokenView>> gather(List<TokenView> found, @Nullable String after, int pages) {
        return tokens.list(new PageAsk(after, null, PAGE)).chain(page -> {
            page.data().stream().filter(one -> one.kind().equals("personal")).forEach(found::add);
            return page.hasMore() && pages > 1
                    ? gather(found, page.lastId(), pages - 1)
                    : Uni.createFrom().item(found);
        });
    }
}
