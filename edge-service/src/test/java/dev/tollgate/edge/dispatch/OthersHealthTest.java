package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/// What others have seen of a deployment, and what this edge tells of it.
class OthersHealthTest {
    private static final Failure BROKEN = new Failure.Broken("500");

    private final DeploymentHealth health = new DeploymentHealth(
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withConverters(new Converter<?>[] {new io.quarkus.runtime.configuration.DurationConverter()})
                    .withSources(new PropertiesConfigSource(
                            Map.of(
                                    "tollgate.edge.dispatch.breaker-failures", "2",
                                    "tollgate.edge.dispatch.breaker-delay", "1h"),
                            "test",
                            500))
                    .withMapping(DispatchConfig.class)
                    .build()
                    .getConfigMapping(DispatchConfig.class),
            new SimpleMeterRegistry());

    @Test
    void whatOthersHaveLearnedIsHeededUntilItsTime() {
        health.told(Map.of("d", new Told(now() + 60_000, 0)));
        assertThat(health.allows("d")).isFalse();
        assertThat(health.turn("d")).isEqualTo(Turn.NOT_NOW);
        assertThat(health.allows("other")).isTrue();
        health.told(Map.of("d", new Told(now() - 1, now() - 1)));
        assertThat(health.allows("d")).isTrue();
    }

    @Test
    void anEdgeWhoseOwnBreakerIsOpenFindsOutByItselfWhenItCloses() {
        open("d");
        health.proven("d", 0);
        health.told(Map.of("d", new Told(0, now() + 60_000)));
        assertThat(health.turn("d")).isEqualTo(Turn.PROBE);
    }

    @Test
    void aProofThatIsOlderThanTheLastFailureIsNone() {
        open("d");
        health.proven("d", 60_000);
        assertThat(health.allows("d")).isFalse();
    }

    @Test
    void aProofLetsTheNextRequestSeeForItself() {
        open("d");
        health.proven("d", 0);
        assertThat(health.turn("d")).isEqualTo(Turn.PROBE);
        assertThat(health.turn("d")).isEqualTo(Turn.NOT_NOW);
    }

    @Test
    void countsAreTakenOnce() {
        health.succeeded("d");
        health.failed("d", BROKEN);
        health.failed("d", new Failure.RateLimited(30_000));
        health.failed("d", new Failure.CallersFault("no", false));
        health.failed("d", new Failure.Unsupported("tools", "no"));
        health.answered("d", 80);
        health.answered("d", 160);
        assertThat(health.sightings()).singleElement().satisfies(seen -> {
            assertThat(seen.attempts()).isEqualTo(4);
            assertThat(seen.failures()).isEqualTo(Map.of("broken", 1L, "rate_limited", 1L));
            assertThat(seen.why()).isEqualTo("429");
            assertThat(seen.coolingMillis()).isPositive();
            assertThat(seen.firstByteMillis()).isEqualTo(90);
        });
        assertThat(health.sightings()).extracting(Sighting::attempts).isEqualTo(List.of(0L));
    }

    @Test
    void newsIsABreakerThatOpensOrClosesAndEachCooldown() {
        AtomicInteger news = new AtomicInteger();
        health.onNews(news::incrementAndGet);
        health.failed("d", BROKEN);
        health.succeeded("d");
        assertThat(news).hasValue(0);
        open("d");
        assertThat(news).hasValue(1);
        health.failed("d", BROKEN);
        assertThat(news).hasValue(1);
        health.succeeded("d");
        assertThat(news).hasValue(2);
        health.failed("d", new Failure.RateLimited(0));
        assertThat(news).hasValue(3);
    }

    @Test
    void aResetForgetsWhatIsHeldAgainstIt() {
        open("d");
        health.reset("d");
        assertThat(health.turn("d")).isEqualTo(Turn.FREE);
    }

    private void open(String deployment) {
        health.failed(deployment, BROKEN);
        health.failed(deployment, BROKEN);
        assertThat(health.allows(deployment)).isFalse();
    }

    private static long now() {
        return System.nanoTime() / 1_000_000L;
    }
}
