package dev.tollgate.routing.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.catalogue.CatalogueProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        await().until(() -> changes().statusCode() == 200);
        List<SqlConnection> taken = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            taken.add(pool.getConnection().await().atMost(PATIENCE));
        }
        try {
            isAwaySoon(changes());
            isAwaySoon(call(InternalPaths.AUDIT));
        } finally {
            taken.forEach(connection -> connection.close().await().atMost(PATIENCE));
        }
        assertThat(changes().statusCode()).isEqualTo(200);
    }

    private static Response changes() {
        return call(InternalPaths.CHANGES + "?since=0");
    }

    private static Response call(String path) {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .get(path);
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

    /// The watch's looks at the store are far apart, so that the test can take all connections.
    public static final class SmallPool extends CatalogueProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("quarkus.datasource.reactive.max-size", Integer.toString(CONNECTIONS));
            overrides.put("tollgate.routing.pool.wait-max", "500ms");
            overrides.put("tollgate.routing.catalogue.poll-interval", "1h");
            return overrides;
        }
    }
}
