package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.edge.dispatch.DeploymentHealth;
import dev.tollgate.edge.provider.spi.Failure;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.net.NetSocket;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that no caller waits for: copies for a shadow, and probes.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class AsideServiceTest extends PipelineRig {
    private static final String HOUSE = "house";
    private static final String PROBED = "d-probed";

    @Inject
    DeploymentHealth health;

    @BeforeEach
    void forget() {
        world.frames.clear();
        world.healthReports.clear();
    }

    @Test
    void aShadowIsSentACopyThatTheProvidersBookAlonePaysFor() {
        assertThat(call(body("copied", "")).statusCode()).isEqualTo(200);
        await().until(() -> bodies("up-shadow") == 1);
        await().until(() -> world.records(HOUSE).size() == 1);
        await().until(() -> world.records(account).size() == 1);
        UsageFrame.Done shadow = world.records(HOUSE).getFirst();
        assertThat(shadow.charge()).isZero();
        assertThat(shadow.quantities()).isEmpty();
        assertThat(shadow.incurred()).isEqualTo(Map.of("input", 9L, "output", 3L));
        assertThat(shadow.deployment()).isEqualTo("d-shadow");
        assertThat(shadow.subject().keyId()).isEqualTo("shadow");
        UsageFrame.Done real = world.records(account).getFirst();
        assertThat(real.charge()).isEqualTo(12 * World.NANOS_PER_TOKEN);
        assertThat(real.attempts()).extracting(UsageFrame.Attempt::deployment).containsExactly("d-copied");
    }

    @Test
    void aStreamIsCopiedAsAStream() {
        world.provider.script.add(Provider.stream());
        world.provider.script.add(Provider.stream());
        assertThat(call(body("copied", ",\"stream\":true")).body()).contains("[DONE]");
        await().until(() -> world.records(HOUSE).size() == 1);
        assertThat(world.records(HOUSE).getFirst().estimated()).isTrue();
        assertThat(world.records(HOUSE).getFirst().outcome()).isEqualTo(UsageFrame.Outcome.COMPLETED);
    }

    @Test
    void aShadowThatHangsDelaysNobody() {
        world.provider.script.add(Provider.plain(9, 3));
        world.provider.script.add(socket -> {});
        assertThat(call(body("copied", "")).statusCode()).isEqualTo(200);
        await().until(() -> bodies("up-shadow") == 1);
        assertThat(gauge("tollgate.edge.shadow.live")).isEqualTo(1);
        assertThat(call(body("m", "")).statusCode()).isEqualTo(200);
        await().until(() -> world.records(account).size() == 2);
    }

    @Test
    void aShadowThatFailsIsNobodysFault() {
        world.provider.script.add(Provider.plain(9, 3));
        world.provider.script.add(status(429));
        assertThat(call(body("copied", "")).statusCode()).isEqualTo(200);
        await().until(() -> copies("failed") >= 1);
        assertThat(health.allows("d-shadow")).isTrue();
        assertThat(world.records(HOUSE)).isEmpty();
    }

    @Test
    void aRequestThatFailedIsNotCopied() {
        world.provider.script.add(status(500));
        assertThat(call(body("copied", "")).statusCode()).isEqualTo(503);
        assertThat(call(body("copied", "")).statusCode()).isEqualTo(200);
        await().until(() -> bodies("up-shadow") == 1);
    }

    @Test
    void aProbeFindsADeploymentWellWithoutACustomersRequest() {
        for (int i = 0; i < 5; i++) {
            health.probed(PROBED, new Failure.Broken("500"));
        }
        assertThat(health.allows(PROBED)).isFalse();
        assertThat(bodies("ping")).isZero();
        lend();
        await().until(() -> health.allows(PROBED));
        await().until(() -> world.healthReports.stream()
                .map(HealthReport::deployments)
                .flatMap(List::stream)
                .anyMatch(seen -> seen.deployment().equals(PROBED) && seen.provenMillis() != null));
        await().until(() -> !world.records(HOUSE).isEmpty());
        assertThat(world.records(HOUSE)).allSatisfy(record -> {
            assertThat(record.charge()).isZero();
            assertThat(record.subject().keyId()).isEqualTo("probe");
            assertThat(record.incurred()).isNotEmpty();
        });
        assertThat(world.records(account)).isEmpty();
    }

    @Test
    void probesFindADeploymentIllBeforeACustomerDoes() {
        for (int i = 0; i < 30; i++) {
            world.provider.script.add(status(500));
        }
        lend();
        await().until(() -> !health.allows(PROBED));
        world.provider.script.clear();
        await().until(() -> health.allows(PROBED));
    }

    private void lend() {
        world.verdicts = new HealthVerdicts(List.of(), List.of(PROBED), 60_000);
    }

    private long bodies(String text) {
        return world.provider.bodies.stream()
                .filter(body -> body.contains(text))
                .count();
    }

    private double copies(String result) {
        var counter = metrics.find("tollgate.edge.shadow.copies")
                .tag("result", result)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static Consumer<NetSocket> status(int status) {
        return socket -> socket.write(
                "HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }
}
