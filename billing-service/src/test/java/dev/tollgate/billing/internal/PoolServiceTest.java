package dev.tollgate.billing.internal;

import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every connection has its timeouts, and nobody waits for one without a bound.
@QuarkusTest
@TestProfile(PoolServiceTest.SmallPool.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PoolServiceTest {
    private static final int CONNECTIONS = 2;

    @Inject
    Pool pool;

    @Test
    void everyConnectionHasItsTimeouts() {
        assertThat(shown("statement_timeout")).isEqualTo("10s");
        assertThat(shown("lock_timeout")).isEqualTo("5s");
        assertThat(shown("idle_in_transaction_session_timeout")).isEqualTo("15s");
    }

    @Test
    void rule8WhoFindsNoConnectionInTimeIsToldToComeAgain() {
        List<SqlConnection> taken = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            taken.add(pool.getConnection().await().atMost(Duration.ofSeconds(5)));
        }
        try {
            long began = System.nanoTime();
            assertThat(IntStream.range(0, 8).parallel().mapToObj(_ -> inner().get("/internal/v1/credit/nobody")))
                    .allSatisfy(PoolServiceTest::isAway);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            taken.forEach(connection -> connection.close().await().indefinitely());
        }
        assertThat(inner().get("/internal/v1/credit/nobody").statusCode()).isEqualTo(200);
    }

    private static void isAway(Response response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("service_unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("1");
    }

    private String shown(String setting) {
        return pool.query("SHOW " + setting)
                .execute()
                .await()
                .indefinitely()
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
                    "tollgate.billing.pool.waiting-max",
                    "3",
                    "tollgate.billing.pool.wait-max",
                    "500ms",
                    "quarkus.scheduler.enabled",
                    "false",
                    "tollgate.billing.pricing.poll",
                    "1h");
        }
    }
}
