package dev.tollgate.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that end, and with them the connections that the edge keeps, just as a call is on its way. None of the
/// calls under test is repeated by whoever makes it in the time of a test.
@QuarkusTest
@TestProfile(DeadConnectionServiceTest.Quiet.class)
@NullUnmarked
class DeadConnectionServiceTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String LEASES = "{\"serverTime\":1,\"answers\":[]}";
    private static final String SLICES = "{\"answers\":[],\"edges\":1}";

    /// Nobody but the test calls.
    public static class Quiet implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            for (String peer : List.of("auth", "routing", "billing", "ratelimit")) {
                config.put("quarkus.rest-client." + peer + ".url", "http://127.0.0.1:" + AuthStub.freePort());
            }
            config.put("quarkus.redis.hosts", "redis://127.0.0.1:" + AuthStub.freePort());
            config.put("tollgate.edge.peers.poll-interval", "1H");
            config.put("tollgate.edge.catalogue.refresh-interval", "1H");
            config.put("tollgate.edge.catalogue.retry-interval", "1H");
            config.put("tollgate.edge.journal.backoff-max", "1H");
            return config;
        }
    }

    @Inject
    BillingPeer billing;

    @Inject
    RatelimitPeer ratelimit;

    @Inject
    Config config;

    @Inject
    MeterRegistry metrics;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLeasesAskWhoseKeptConnectionDiedIsAskedAgainAtOnce(boolean resets) throws Exception {
        double before = again("leases");
        try (ForgetfulServer server = new ForgetfulServer(url("billing"), LEASES)) {
            server.resets = resets;
            for (int call = 0; call < 4; call++) {
                assertThat(leases().answers()).isEmpty();
            }
            assertThat(server.unanswered).hasValueGreaterThan(0);
            // A connection to the server of the test before may be dead, too.
            assertThat(again("leases") - before).isGreaterThanOrEqualTo(server.unanswered.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSlicesAskWhoseKeptConnectionDiedIsAskedAgainAtOnce(boolean resets) throws Exception {
        try (ForgetfulServer server = new ForgetfulServer(url("ratelimit"), SLICES)) {
            server.resets = resets;
            for (int call = 0; call < 4; call++) {
                assertThat(ratelimit
                                .slices(new SliceAsks("edge", List.of()))
                                .await()
                                .atMost(SOON)
                                .edges())
                        .isEqualTo(1);
            }
            assertThat(server.unanswered).hasValueGreaterThan(0);
        }
    }

    @Test
    void aServerThatAnswersNobodyIsNotAskedForEver() throws Exception {
        try (ForgetfulServer server = new ForgetfulServer(url("billing"), LEASES)) {
            server.answers = 0;
            assertThatThrownBy(this::leases).isInstanceOf(RuntimeException.class);
            assertThat(server.requests.stream().filter(line -> line.contains("leases")))
                    .hasSize(3);
        }
    }

    private dev.tollgate.contract.billing.v1.LeaseAnswers leases() {
        return billing.leases(new LeaseAsks("edge", 1, List.of())).await().atMost(SOON);
    }

    private double again(String call) {
        return metrics.get("tollgate.peer.again").tag("call", call).counter().count();
    }

    private URI url(String peer) {
        return URI.create(config.getValue("quarkus.rest-client." + peer + ".url", String.class));
    }
}
