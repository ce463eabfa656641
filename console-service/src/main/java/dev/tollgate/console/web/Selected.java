package dev.tollgate.console.web;

import dev.tollgate.console.access.AccountOf;
import dev.tollgate.console.access.Asked;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.access.Viewing;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The account looked at: that of the query's `account`, which forms carry so that none acts on the account that
/// another tab has chosen meanwhile; else the one chosen last, by a cookie; else the user's first.
@ApplicationScoped
public class Selected implements AccountOf {
    static final String QUERY = "account";
    static final String COOKIE = "account";

    private final Caller caller;
    private final SessionCookie cookies;
    private final RoutingContext context;
    private final Viewing viewing;

    @Inject
    Selected(Caller caller, SessionCookie cookies, RoutingContext context, Viewing viewing) {
        this.viewing = viewing;
        this.caller = caller;
        this.cookies = cookies;
        this.context = context;
    }

    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return Uni.createFrom().item(account());
    }

    /// Null for somebody of the platform who has chosen none: he looks at all.
    public @Nullable String account() {
        String asked = context.request().getParam(QUERY);
        if (asked != null && !asked.isBlank()) {
            return asked;
        }
        Cookie cookie = context.request().getCookie(cookies.name(COOKIE));
        if (cookie != null && isChoice(cookie.getValue())) {
            return cookie.getValue().isBlank() ? null : cookie.getValue();
        }
        List<Membership> memberships = caller.principal().memberships();
        return memberships.isEmpty() ? null : memberships.getFirst().accountId();
    }

    /// A choice that is over is none: one's own account, one that is looked at, or for those of the platform all.
    private boolean isChoice(String account) {
        Rights rights = new Rights(caller.principal());
        return account.isBlank() ? rights.knows(account) : rights.knows(account) && viewing.isShown(account);
    }
}
