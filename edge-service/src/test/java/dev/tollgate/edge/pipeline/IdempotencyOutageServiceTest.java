package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Without Redis, what asks to be done once is not done at all; all else goes on.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class IdempotencyOutageServiceTest extends PipelineRig {
    @Test
    void whatCannotBePromisedIsRefused() {
        var answer = RestAssured.given()
                .header("Authorization", "Bearer " + secret)
                .header("Idempotency-Key", "n")
                .contentType("application/json")
                .body(body("m", ""))
                .post(url);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.asString()).contains("\"code\":\"service_unavailable\"");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(world.provider.bodies).as("but probes").allMatch(body -> body.contains("up-probed"));
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(call(body("m", "")).statusCode()).isEqualTo(200);
    }

    @Test
    void whatMightHaveBeenAnsweredFromTheCacheIsAnsweredByItsProviderWithoutAWait() {
        String body = body("m", ",\"temperature\":0");
        long began = System.nanoTime();
        for (int i = 1; i <= 5; i++) {
            assertThat(call(body).headers().firstValue("x-tollgate-cache")).contains("miss");
            assertThat(world.provider.bodies)
                    .filteredOn(asked -> asked.contains("up-m"))
                    .hasSize(i);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
}
