package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.peers.PeersProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// An operator wants no request uncounted: nobody listens where ratelimit should be.
@QuarkusTest
@TestProfile(FailClosedServiceTest.Profile.class)
@NullUnmarked
class FailClosedServiceTest {
    public static class Profile extends PeersProfile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("quarkus.rest-client.ratelimit.url", "http://127.0.0.1:1");
            config.put("tollgate.edge.permit.when-away", "refuse");
            return config;
        }
    }

    @Inject
    Permits permits;

    @Test
    void aLimitedRequestIsUnavailableAndAnUnlimitedOneGoesOn() throws Exception {
        assertThat(outcome(new RateLimits(10L, null, null, null)))
                .isInstanceOfSatisfying(
                        PermitOutcome.Unavailable.class,
                        unavailable -> assertThat(unavailable.error().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        assertThat(outcome(new RateLimits(60_000L, null, null, null))).isInstanceOf(PermitOutcome.Unavailable.class);
        assertThat(outcome(RateLimits.NONE)).isInstanceOf(PermitOutcome.Admitted.class);
    }

    private PermitOutcome outcome(RateLimits limits) throws Exception {
        KeyContext key = new KeyContext(
                "key_1",
                "acc_1",
                "default",
                KeyStatus.ACTIVE,
                AccountStatus.ACTIVE,
                null,
                List.of(),
                null,
                List.of(),
                limits,
                RateLimits.NONE,
                List.of());
        Catalogue.Model model = new Catalogue.Model(
                "demo", List.of(), "tollgate", 128_000, 4_096, 256, List.of(), RateLimits.NONE, null, 0);
        Catalogue.Group group = new Catalogue.Group("default", List.of("*"), RateLimits.NONE);
        return permits.acquire(new PermitRequest(UUID.randomUUID().toString(), key, model, group, 1, 1))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }
}
