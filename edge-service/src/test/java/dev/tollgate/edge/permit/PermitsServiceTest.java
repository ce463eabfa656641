package dev.tollgate.edge.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.peers.PeersProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PermitsServiceTest.Profile.class)
@NullUnmarked
class PermitsServiceTest {
    /// Far from what a renewal at once takes.
    private static final String RENEW_EVERY = "3s";

    public static class Profile extends PeersProfile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Map<String, String> config = new HashMap<>(super.getConfigOverrides());
                config.put("quarkus.rest-client.ratelimit.url", "http://127.0.0.1:" + socket.getLocalPort());
                config.put("tollgate.edge.permit.renew-every", RENEW_EVERY);
                return config;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    Permits permits;

    @Inject
    MeterRegistry metrics;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "quarkus.rest-client.ratelimit.url")
    String url;

    private final String account = "acc_" + UUID.randomUUID();
    private RatelimitStub stub;

    @BeforeEach
    void start() {
        stub = new RatelimitStub(url);
        breakers.resetAll();
    }

    @AfterEach
    void stop() {
        assertThat(stub.violations).isEmpty();
        stub.close();
    }

    @Test
    void aRequestWithoutLimitsMakesNoCall() {
        double before = calls();
        Future<PermitOutcome> outcome = permits.acquire(request(RateLimits.NONE, 10, 10));
        assertThat(outcome.isComplete()).isTrue();
        assertThat(admitted(outcome).headers()).isEmpty();
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void aWarmRequestWithLargeLimitsMakesNoCall() {
        PermitRequest request = request(new RateLimits(600_000L, 600_000_000L, null, 100_000L), 10, 10);
        Permit first = admitted(permits.acquire(request));
        double before = calls();
        Future<PermitOutcome> warm = permits.acquire(request);
        assertThat(warm.isComplete()).isTrue();
        assertThat(calls()).isEqualTo(before);
        assertThat(admitted(warm).headers())
                .containsEntry("x-ratelimit-limit-requests", "600000")
                .containsEntry("x-ratelimit-limit-tokens", "600000000");
        assertThat(stub.slices).extracting("dimension").contains(Dimension.RPM, Dimension.TPM, Dimension.CONCURRENCY);
        assertThat(stub.asks).isEmpty();
        first.giveBack();
        admitted(warm).settle(5);
    }

    @Test
    void smallLimitsMakeOneCallThatCarriesAllOfThem() {
        PermitRequest request = request(new RateLimits(10L, 1_000L, 100L, 5L), 10, 20);
        double before = calls();
        Permit permit = admitted(permits.acquire(request));
        assertThat(calls()).isEqualTo(before + 1);
        assertThat(stub.asks).singleElement().satisfies(ask -> {
            assertThat(ask.tokens()).isEqualTo(30);
            assertThat(ask.checks()).singleElement().satisfies(check -> assertThat(check.limits())
                    .isEqualTo(new RateLimits(10L, 1_000L, 100L, 5L)));
        });
        assertThat(permit.headers()).containsEntry("x-ratelimit-remaining-requests", "9");
        await().untilAsserted(() -> assertThat(stub.renewals).isNotEmpty());
        permit.settle(12);
        permit.settle(99);
        permit.giveBack();
        await().untilAsserted(() -> assertThat(stub.corrections).isNotEmpty());
        assertThat(stub.corrections).singleElement().satisfies(one -> {
            assertThat(one.chargedTokens()).isEqualTo(30);
            assertThat(one.actualTokens()).isEqualTo(12);
            assertThat(one.subjects()).containsExactly(key());
            assertThat(one.release()).containsExactly(key());
        });
    }

    @Test
    void aTokenLimitGoesAlongWithTheOneCallThatASmallLimitNeeds() {
        double before = calls();
        admitted(permits.acquire(request(new RateLimits(10L, 600_000L, null, null), 10, 20)));
        assertThat(calls()).isEqualTo(before + 1);
        assertThat(stub.slices).isEmpty();
        assertThat(stub.asks).singleElement().satisfies(ask -> assertThat(
                        ask.checks().getFirst().limits())
                .isEqualTo(new RateLimits(10L, 600_000L, null, null)));
    }

    @Test
    void aRefusalIsToldInTheSeedsWords() {
        stub.refusal = new PermitAnswer.Refusal(key(), Dimension.RPM, 10, 4_200);
        PermitOutcome outcome = result(permits.acquire(request(new RateLimits(10L, null, null, null), 1, 1)));
        assertThat(outcome).isInstanceOfSatisfying(PermitOutcome.Limited.class, limited -> {
            assertThat(limited.error().message()).isEqualTo("Rate limit exceeded: 10 RPM");
            assertThat(limited.retryAfterMillis()).isEqualTo(4_200);
            assertThat(limited.retryable()).isTrue();
            assertThat(limited.headers()).containsEntry("x-ratelimit-limit-requests", "10");
        });
    }

    @Test
    void rule15OnlyAnInputAboveTheLimitIsRefusedForGood() {
        RateLimits tpm = new RateLimits(null, 30_000L, null, null);
        assertThat(result(permits.acquire(request(tpm, 30_001, 0))))
                .isInstanceOfSatisfying(PermitOutcome.Limited.class, limited -> assertThat(limited.retryable())
                        .isFalse());
        assertThat(stub.asks).isEmpty();
        admitted(permits.acquire(request(tpm, 10_000, 128_000)));
    }

    @Test
    void rule15ThoseWhoWaitShareOneAskThatCarriesTheirNumber() {
        admitted(permits.acquire(request(new RateLimits(null, null, 1_000_000L, null), 1, 1)));
        stub.slices.clear();
        stub.sliceDelayMillis = 50;
        PermitRequest request = request(new RateLimits(600L, null, null, null), 1, 1);
        List<Future<PermitOutcome>> all =
                IntStream.range(0, 50).mapToObj(i -> permits.acquire(request)).toList();
        all.forEach(PermitsServiceTest::admitted);
        assertThat(stub.slices.size()).isLessThan(10);
        assertThat(stub.slices).anySatisfy(ask -> assertThat(ask.waiting()).isGreaterThan(1));
    }

    @Test
    void anEmptyLimitRefusesThoseWhoWaitAndPutsBackWhatTheyTook() {
        stub.sliceRoom = 0;
        PermitOutcome outcome = result(permits.acquire(request(new RateLimits(600L, null, null, null), 1, 1)));
        assertThat(outcome)
                .isInstanceOfSatisfying(PermitOutcome.Limited.class, limited -> assertThat(limited.retryAfterMillis())
                        .isEqualTo(7_000));
    }

    @Test
    void whatWasNotUsedOfASliceIsReturned() {
        admitted(permits.acquire(request(new RateLimits(60_000L, null, null, null), 1, 1)));
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(stub.returns)
                .anySatisfy(rest -> assertThat(rest.amount()).isEqualTo(199)));
    }

    @Test
    void rule16WithoutTheServiceAShareIsJudgedHere() {
        PermitRequest request = request(new RateLimits(10L, null, null, null), 1, 1);
        admitted(permits.acquire(request));
        stub.status = 503;
        List<PermitOutcome> outcomes = IntStream.range(0, 12)
                .mapToObj(i -> result(permits.acquire(request)))
                .toList();
        // Three edges: a third of ten, and half as much again.
        assertThat(outcomes)
                .filteredOn(PermitOutcome.Admitted.class::isInstance)
                .hasSize(5);
        assertThat(admitted(Future.succeededFuture(outcomes.getFirst())).headers())
                .containsEntry(Headers.RATELIMIT_MODE, "degraded");
        assertThat(metrics.get("tollgate.permit.degraded").gauge().value()).isEqualTo(1);
        stub.status = 200;
        breakers.resetAll();
        assertThat(admitted(permits.acquire(request)).headers()).doesNotContainKey(Headers.RATELIMIT_MODE);
        assertThat(metrics.get("tollgate.permit.degraded").gauge().value()).isZero();
    }

    @Test
    void rule15ARequestRefusedLaterOnReturnsTokensAndConcurrencyButNotRequests() {
        Permit small = admitted(permits.acquire(request(new RateLimits(10L, 1_000L, 100L, 5L), 10, 20)));
        small.giveBack();
        await().untilAsserted(() -> assertThat(stub.corrections).singleElement().satisfies(one -> {
            assertThat(one.actualTokens()).isZero();
            assertThat(one.subjects()).containsExactly(key());
            assertThat(one.release()).containsExactly(key());
        }));

        Permit large = admitted(permits.acquire(request(new RateLimits(60_000L, 600_000_000L, null, null), 500, 500)));
        large.giveBack();
        await().untilAsserted(() -> assertThat(stub.returns)
                .filteredOn(rest -> rest.subject().equals(key()))
                .hasSize(2));
        assertThat(stub.returns)
                .filteredOn(rest -> rest.subject().equals(key()))
                .allSatisfy(rest -> {
                    long granted = stub.slices.stream()
                            .filter(slice -> slice.sliceId().equals(rest.sliceId()))
                            .mapToLong(slice -> slice.amount())
                            .sum();
                    assertThat(granted - rest.amount()).isEqualTo(rest.dimension() == Dimension.RPM ? 1 : 0);
                });
    }

    @Test
    void retryAfterCoversTheSmallLimitsTooWhenALargeOneRefuses() {
        stub.sliceRoom = 0;
        stub.refusal = new PermitAnswer.Refusal(key(), Dimension.RPD, 100, 55_000);
        PermitOutcome outcome = result(permits.acquire(request(new RateLimits(600L, null, 100L, null), 1, 1)));
        assertThat(outcome).isInstanceOfSatisfying(PermitOutcome.Limited.class, limited -> {
            assertThat(limited.retryAfterMillis()).isEqualTo(55_000);
            assertThat(limited.error().message()).isEqualTo("Rate limit exceeded: 100 RPD");
        });
        assertThat(stub.asks).singleElement().satisfies(ask -> assertThat(ask.look())
                .isTrue());
    }

    @Test
    void slicesThatComeTooLateAreAskedForPerRequestInstead() {
        stub.sliceDelayMillis = 250;
        PermitRequest request = request(new RateLimits(6_000L, null, null, null), 1, 1);
        Permit permit = admitted(permits.acquire(request));
        assertThat(permit.headers())
                .containsEntry("x-ratelimit-limit-requests", "6000")
                .doesNotContainKey(Headers.RATELIMIT_MODE);
        assertThat(stub.asks).singleElement().satisfies(ask -> assertThat(ask.checks())
                .singleElement()
                .satisfies(check -> assertThat(check.limits().rpm()).isEqualTo(6_000)));
    }

    @Test
    void rule16PermitsAreRenewedAtOnceWhenTheServiceIsBack() {
        Permit permit = admitted(permits.acquire(request(new RateLimits(null, null, null, 5L), 1, 1)));
        stub.status = 503;
        result(permits.acquire(request(new RateLimits(10L, null, null, null), 1, 1)));
        stub.status = 200;
        breakers.resetAll();
        stub.renewals.clear();
        admitted(permits.acquire(request(new RateLimits(10L, null, null, null), 1, 1)));
        long back = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5)).until(() -> !stub.renewals.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(2));
        permit.giveBack();
    }

    @Test
    void rule16ACallerThatAsksAgainAtOnceIsNotInItsOwnWay() {
        stub.slots = 1;
        PermitRequest one = request(new RateLimits(null, null, null, 1L), 1, 1);
        Permit held = admitted(permits.acquire(one));
        assertThat(result(permits.acquire(request(new RateLimits(null, null, null, 1L), 1, 1))))
                .isInstanceOf(PermitOutcome.Limited.class);
        held.settle(1);
        for (int i = 0; i < 10; i++) {
            admitted(permits.acquire(request(new RateLimits(null, null, null, 1L), 1, 1)))
                    .settle(1);
        }
    }

    private double calls() {
        return metrics.get("tollgate.permit.inner.calls")
                        .tag("call", "permit")
                        .counter()
                        .count()
                + metrics.get("tollgate.permit.inner.calls")
                        .tag("call", "slice")
                        .counter()
                        .count();
    }

    private Subject key() {
        return new Subject(SubjectKind.KEY, "key_1", account);
    }

    private PermitRequest request(RateLimits limits, long input, long output) {
        KeyContext key = new KeyContext(
                "key_1",
                account,
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
        return new PermitRequest(UUID.randomUUID().toString(), key, model, group, input, output);
    }

    private static PermitOutcome result(Future<PermitOutcome> outcome) {
        try {
            return outcome.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Permit admitted(Future<PermitOutcome> outcome) {
        PermitOutcome result = result(outcome);
        assertThat(result).isInstanceOf(PermitOutcome.Admitted.class);
        return ((PermitOutcome.Admitted) result).permit();
    }
}
