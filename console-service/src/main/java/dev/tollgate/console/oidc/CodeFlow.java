package dev.tollgate.console.oidc;

import dev.tollgate.console.error.Outage;
import io.quarkus.oidc.UserInfo;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The authorisation code flow with PKCE, state and nonce, by `quarkus-oidc`: asked for here in so many words, where
/// elsewhere it would come in between by itself.
@ApplicationScoped
class CodeFlow {
    private static final Logger LOG = Logger.getLogger(CodeFlow.class);
    private static final String SESSION_COOKIE = "q_session";
    private static final String USER = "userinfo";

    /// Discovery and keys, tokens, user: each has the timeout of the configuration.
    private static final int CALLS = 4;

    private final HttpAuthenticator authenticator;
    private final CurrentVertxRequest http;
    private final Duration timeout;

    @Inject
    CodeFlow(HttpAuthenticator authenticator, CurrentVertxRequest http, OidcConfig config) {
        this.authenticator = authenticator;
        this.http = http;
        this.timeout = config.timeout().multipliedBy(CALLS);
    }

    /// Where the provider asks who it is; null when the provider is away. The browser gets the cookie that what comes
    /// back is held against.
    Uni<@Nullable String> begin() {
        return authenticator
                .getChallenge(http.getCurrent())
                .ifNoItem()
                .after(timeout)
                .failWith(TimeoutException::new)
                .map(CodeFlow::location)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("signing in: the identity provider is away: %s", failure.toString());
                    return null;
                });
    }

    /// Whom the provider has sent back.
    Uni<Arrival> finish() {
        RoutingContext context = http.getCurrent();
        return authenticator
                .attemptAuthentication(context)
                .ifNoItem()
                .after(timeout)
                .failWith(TimeoutException::new)
                .map(CodeFlow::arrived)
                .onFailure()
                .recoverWithItem(CodeFlow::failed)
                .invoke(() -> forget(context));
    }

    /// Its names are no strings, which only look alike.
    private static String location(ChallengeData challenge) {
        return challenge.getHeaders().entrySet().stream()
                .filter(header ->
                        HttpHeaders.LOCATION.equalsIgnoreCase(header.getKey().toString()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no address to go to, but a " + challenge.status));
    }

    private static Arrival arrived(@Nullable SecurityIdentity identity) {
        if (identity == null || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return new Arrival.Failed(Problem.UNPROVED);
        }
        UserInfo user = identity.getAttribute(USER);
        return new Arrival.Proved(Claims.of(
                token.getIssuer(),
                token.getSubject(),
                name -> text(token.getClaim(name)),
                name -> user == null ? null : text(user.get(name))));
    }

    private static Arrival failed(Throwable failure) {
        LOG.warnf("signing in: the identity provider's answer was not taken: %s", failure.toString());
        return new Arrival.Failed(Outage.isPeerAway(failure) ? Problem.AWAY : Problem.UNPROVED);
    }

    /// The library would begin a session of its own.
    private static void forget(RoutingContext context) {
        context.request().cookies().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(SESSION_COOKIE))
                .toList()
                .forEach(name -> context.response().removeCookies(name, true));
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim == null ? null : claim instanceof JsonString string ? string.getString() : claim.toString();
    }
}
