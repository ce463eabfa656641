package dev.tollgate.auth.internal;

import static dev.tollgate.auth.AuthApi.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Every connection has its timeouts, and nobody waits for one without a bound.
@QuarkusTest
@TestProfile(PoolServiceTest.SmallPool.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PoolServiceTest {
    private static final int CONNECTIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    Pool pool;

    @Test
    void everyConnectionHasItsTimeouts() {
        assertThat(shown("statement_timeout")).isEqualTo("10s");
        assertThat(shown("lock_timeout")).isEqualTo("5s");
        assertThat(shown("idle_in_transaction_session_timeout")).isEqualTo("15s");
    }

    @Test
    void whoFindsNoConnectionInTimeIsToldToComeAgain() {
        isAwayWhileAllAreTaken(() -> call().get(InternalPaths.CHANGES + "?since=0"));
    }

    @Test
    void aKeyThatCannotBeLookedUpInTimeIsNotRefused() {
        String hash = "{\"keyHash\":\"" + "0".repeat(64) + "\"}";
        isAwayWhileAllAreTaken(() -> call().body(hash).post(InternalPaths.INTROSPECT));
    }

    private void isAwayWhileAllAreTaken(Supplier<Response> ask) {
        assertThat(ask.get().statusCode()).isBetween(200, 204);
        List<SqlConnection> taken = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            taken.add(pool.getConnection().await().atMost(PATIENCE));
        }
        try {
            isAwaySoon(ask.get());
        } finally {
            taken.forEach(connection -> connection.close().await().atMost(PATIENCE));
        }
        assertThat(ask.get().statusCode()).isBetween(200, 204);
    }

    /// Before the call's own time-out of 5 s, which would say the same.
    private static void isAwaySoon(Response response) {
        assertThat(response.time()).isLessThan(4_500);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("service_unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("1");
    }

    private String shown(String setting) {
        return pool.query("SHOW " + setting)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString(0);
    }

    public static final class SmallPool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.reactive.max-size",
                    Integer.toString(CONNECTIONS),
                    "tollgate.auth.pool.wait-max",
                    "500ms",
                    "quarkus.scheduler.enabled",
                    "false");
        }
    }
}
