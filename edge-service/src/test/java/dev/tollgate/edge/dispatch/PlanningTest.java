package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.edge.catalogue.RouteHints;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/// Where conversations stick, for how long, and when they move.
class PlanningTest {
    private static final long LIFETIME_MILLIS = 60_000;
    private static final List<Target> TARGETS = List.of(target("a"), target("b"), target("c"), target("d"));

    /// One edge and all that it remembers.
    private final class Edge {
        final DeploymentHealth health = new DeploymentHealth(config(), new SimpleMeterRegistry());
        final FirstTokens firstTokens = new FirstTokens(() -> now);
        final Planning planning = new Planning(health, firstTokens, new Pins(() -> now));

        /// Which deployment answers one turn of a conversation.
        String turn(Strategy strategy, long conversation, long opening) {
            RouteWish wish = new RouteWish(
                    "m", strategy, LIFETIME_MILLIS, conversation, opening, Quantities.NONE, RouteHints.NONE);
            Planning.Plan plan = planning.plan(TARGETS, wish, true);
            Target first = plan.order().getFirst();
            planning.answered(plan, wish, first);
            return first.id();
        }

        void falls(String deployment) {
            health.failed(deployment, new Failure.RateLimited(100));
        }

        void recovers(String deployment) {
            await().until(() -> health.allows(deployment));
        }
    }

    private long now = 1;
    private final Edge edge = new Edge();

    @Test
    void aConversationStaysThoughAnotherDeploymentBecomesQuicker() {
        String home = edge.turn(Strategy.LATENCY, 7, 0);
        edge.firstTokens.took(home, true, 900);
        TARGETS.stream()
                .filter(other -> !other.id().equals(home))
                .forEach(other -> edge.firstTokens.took(other.id(), true, 100));

        assertThat(edge.turn(Strategy.LATENCY, 7, 0)).isEqualTo(home);
        assertThat(edge.turn(Strategy.LATENCY, 8, 0)).isNotEqualTo(home);
    }

    @Test
    void itMovesWhenItsDeploymentFailsAndStaysWhereItsPromptIsNow() {
        String home = edge.turn(Strategy.WEIGHTED, 7, 0);
        edge.falls(home);
        String next = edge.turn(Strategy.WEIGHTED, 7, 0);
        edge.recovers(home);

        assertThat(next).isNotEqualTo(home);
        assertThat(edge.turn(Strategy.WEIGHTED, 7, 0)).isEqualTo(next);
    }

    @Test
    void itGoesHomeWhenTheProviderHasForgottenIt() {
        String home = edge.turn(Strategy.WEIGHTED, 7, 0);
        edge.falls(home);
        assertThat(edge.turn(Strategy.WEIGHTED, 7, 0)).isNotEqualTo(home);
        edge.recovers(home);

        now += (LIFETIME_MILLIS + 1) * 1_000_000;

        assertThat(edge.turn(Strategy.WEIGHTED, 7, 0)).isEqualTo(home);
    }

    @Test
    void edgesThatShareNothingSendAConversationToTheSameDeployment() {
        Edge other = new Edge();

        for (long conversation = 0; conversation < 200; conversation++) {
            assertThat(other.turn(Strategy.WEIGHTED, conversation, 0))
                    .isEqualTo(edge.turn(Strategy.WEIGHTED, conversation, 0));
        }
    }

    @Test
    void conversationsOfASeldomOpeningShareTheDeploymentThatHasIt() {
        Set<String> used = new HashSet<>();
        for (long conversation = 0; conversation < 100; conversation++) {
            used.add(edge.turn(Strategy.WEIGHTED, conversation, 77));
            now += LIFETIME_MILLIS / 10 * 1_000_000;
        }

        assertThat(used).hasSize(1);
    }

    @Test
    void conversationsOfAnOpeningInConstantUseAreSpread() {
        Set<String> used = new HashSet<>();
        for (long conversation = 0; conversation < 200; conversation++) {
            used.add(edge.turn(Strategy.WEIGHTED, conversation, 77));
        }

        assertThat(used).hasSize(TARGETS.size());
    }

    @Test
    void aRequestThatOnlyMakesRoomMovesNothing() {
        String home = edge.turn(Strategy.WEIGHTED, 7, 0);
        Target crowded = TARGETS.stream()
                .filter(target -> target.id().equals(home))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 40; i++) {
            edge.planning.begun(crowded);
        }

        assertThat(edge.turn(Strategy.WEIGHTED, 7, 0)).isNotEqualTo(home);
        for (int i = 0; i < 40; i++) {
            edge.planning.over(crowded);
        }
        assertThat(edge.turn(Strategy.WEIGHTED, 7, 0)).isEqualTo(home);
    }

    private static DispatchConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new io.quarkus.runtime.configuration.DurationConverter()})
                .withMapping(DispatchConfig.class)
                .build()
                .getConfigMapping(DispatchConfig.class);
    }

    private static Target target(String id) {
        Catalogue.Provider provider = new Catalogue.Provider(
                "p", "openai", "https://p.example/v1", OnClientGone.CANCEL, Timeouts.DEFAULT, false);
        return new Target(
                new Catalogue.Deployment(id, "p", "m", "m", 1, 0, null, null, false),
                provider,
                null,
                Timeouts.DEFAULT,
                null);
    }
}
