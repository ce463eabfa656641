package dev.tollgate.billing.verify;

import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Crowd;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each verification holds a connection for as long as it takes: two do, two wait without one, more are refused.
@QuarkusTest
@TestProfile(Crowd.Unhurried.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class VerifyAtOnceServiceTest {
    private static final int TAKEN = 4;

    @Inject
    Pool pool;

    @Test
    void fewAreUnderWayAndTheRestAreToldToComeLater() {
        List<Response> answers =
                Crowd.at(pool, "ledger_entry", 2 * TAKEN, TAKEN, () -> inner().get("/internal/v1/ledger/verify"));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(TAKEN);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .hasSize(TAKEN)
                .allSatisfy(refused -> {
                    assertThat(refused.statusCode()).isEqualTo(429);
                    assertThat(refused.jsonPath().getString("error.code")).isEqualTo("rate_limit_exceeded");
                });
    }
}
