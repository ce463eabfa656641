package dev.tollgate.edge.door;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.access.AccessLine;
import dev.tollgate.edge.access.AccessLog;
import dev.tollgate.edge.key.AuthOutcome;
import dev.tollgate.edge.key.Authenticator;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets in who has a valid key, and answers with JSON.
@Singleton
public class Door {
    private static final long PEER_AWAY_RETRY_MILLIS = 1_000;

    private final Authenticator authenticator;
    private final Refusals refusals;
    private final AccessLog accessLog;

    Door(Authenticator authenticator, Refusals refusals, AccessLog accessLog) {
        this.authenticator = authenticator;
        this.refusals = refusals;
        this.accessLog = accessLog;
    }

    /// Calls `inside` with who asks, or refuses.
    public void open(Exchange exchange, BiConsumer<Caller, KeyContext> inside) {
        open(exchange, exchange.request().getHeader("Authorization"), inside);
    }

    /// The same, of a key that may stand elsewhere.
    ///
    /// @param authorization in the form of an `Authorization` header, or null
    public void open(Exchange exchange, @Nullable String authorization, BiConsumer<Caller, KeyContext> inside) {
        Future<AuthOutcome> authenticated =
                authenticator.authenticate(authorization, exchange.remoteAddress(), exchange.id());
        refusals.guard(exchange).after(authenticated, outcome -> {
            switch (outcome) {
                case AuthOutcome.Authenticated(KeyContext key) ->
                    inside.accept(new Caller(this, Asked.by(key, exchange)), key);
                case AuthOutcome.Refused(ServiceError error) -> refusals.refuse(exchange, error);
                case AuthOutcome.Unavailable(ServiceError error, long retryAfterMillis) ->
                    refusals.refuse(exchange, error, retryAfterMillis, Map.of());
            }
        });
    }

    private void answered(Asked asked, int status) {
        if (accessLog.wants(status, false)) {
            Exchange exchange = asked.exchange();
            AccessLine line =
                    new AccessLine(exchange.id(), exchange.endpoint(), status, "completed", exchange.elapsedMillis());
            KeyContext key = asked.key();
            accessLog.write(key == null ? line : line.of(key.accountId(), key.keyId()));
        }
    }

    /// Who waits for an answer.
    public static final class Caller {
        private final Door door;
        private final Asked asked;
        private final Exchange exchange;

        private Caller(Door door, Asked asked) {
            this.door = door;
            this.asked = asked;
            this.exchange = asked.exchange();
        }

        /// Goes on with what another service says; where it says nothing, the caller is told so.
        public <T> void after(Future<T> said, Consumer<T> step) {
            guard().after(said.map(Optional::of).otherwise(Optional.empty()), told -> {
                if (told.isPresent()) {
                    step.accept(told.get());
                } else {
                    peerAway();
                }
            });
        }

        /// Around further steps of this request.
        public Guard guard() {
            return guard(() -> {});
        }

        /// The same, of a request that holds something.
        public Guard guard(Runnable letGo) {
            return door.refusals.guard(asked, letGo);
        }

        /// Tells when to ask again.
        public void retryAfterSeconds(long seconds) {
            exchange.response().putHeader("Retry-After", Long.toString(seconds));
        }

        public void answer(int status, JsonObject body) {
            exchange.response()
                    .setStatusCode(status)
                    .putHeader(Headers.REQUEST_ID, exchange.id())
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer());
            door.answered(asked, status);
        }

        /// The answer was given beside this one.
        public void answered(int status) {
            door.answered(asked, status);
        }

        public void refuse(ServiceError error) {
            door.refusals.refuse(asked, error);
        }

        /// The service that knows does not answer.
        public void peerAway() {
            door.refusals.refuse(
                    asked,
                    new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "This cannot be looked up at the moment."),
                    PEER_AWAY_RETRY_MILLIS,
                    Map.of());
        }
    }
}
