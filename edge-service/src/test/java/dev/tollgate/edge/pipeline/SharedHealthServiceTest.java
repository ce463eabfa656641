package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.contract.routing.v1.HealthVerdicts.Verdict;
import dev.tollgate.edge.dispatch.DeploymentHealth;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.net.NetSocket;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an edge sees of deployments is told to others, and what others see is heeded here.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class SharedHealthServiceTest extends PipelineRig {
    private static final String DEPLOYMENT = "d-m";
    private static final Duration PROMISED = Duration.ofSeconds(1);

    @Inject
    DeploymentHealth health;

    @AfterEach
    void forget() {
        world.verdicts = World.NOTHING_TOLD;
        health.reset(DEPLOYMENT);
        await().until(() -> health.allows(DEPLOYMENT));
    }

    @Test
    void aCooldownIsToldToRoutingAtOnce() {
        world.healthReports.clear();
        world.provider.script.add(status(429, "Retry-After: 20\r\n"));
        assertThat(call(body("m", "")).statusCode()).isEqualTo(503);
        await().atMost(PROMISED).until(() -> told() != null);
        assertThat(told().coolingMillis()).isBetween(15_000L, 20_000L);
        assertThat(told().why()).isEqualTo("429");
        assertThat(told().failures()).containsEntry("rate_limited", 1L);
    }

    @Test
    void aCooldownOfAnotherEdgeIsHeeded() {
        world.provider.bodies.clear();
        tell(new Verdict(DEPLOYMENT, 20_000, 0, null, null));
        await().atMost(PROMISED).until(() -> !health.allows(DEPLOYMENT));
        HttpResponse<String> answer = call(body("m", ""));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(15L, 20L);
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void aBreakerThatOthersHoldOpenIsHeededForAsLongAsItIsTold() {
        tell(new Verdict(DEPLOYMENT, 0, 60_000, null, null));
        await().atMost(PROMISED).until(() -> !health.allows(DEPLOYMENT));
        world.verdicts = World.NOTHING_TOLD;
        await().atMost(PROMISED).until(() -> call(body("m", "")).statusCode() == 200);
    }

    @Test
    void aResetOfOperatorsIsHeededOnce() {
        world.provider.script.add(status(429, "Retry-After: 20\r\n"));
        call(body("m", ""));
        tell(new Verdict(DEPLOYMENT, 0, 0, null, 4711L));
        await().atMost(PROMISED).until(() -> health.allows(DEPLOYMENT));
        world.provider.script.add(status(429, "Retry-After: 20\r\n"));
        call(body("m", ""));
        int heard = world.healthReports.size();
        await().until(() -> world.healthReports.size() > heard + 2);
        assertThat(health.allows(DEPLOYMENT)).isFalse();
    }

    private void tell(Verdict verdict) {
        world.verdicts = new HealthVerdicts(List.of(verdict), List.of(), 0);
    }

    /// What was told last of the deployment, unless that it is well.
    private Seen told() {
        return world.healthReports.stream()
                .map(HealthReport::deployments)
                .flatMap(List::stream)
                .filter(seen -> seen.deployment().equals(DEPLOYMENT) && seen.coolingMillis() > 0)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static Consumer<NetSocket> status(int status, String headers) {
        return socket -> socket.write("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: 2\r\n\r\n{}");
    }
}
