package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.journal.Journal;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@io.quarkus.test.junit.TestProfile(CreditProfile.class)
class CreditServiceTest {
    @Inject
    Credit credit;

    @Inject
    Journal journal;

    @Inject
    Epochs epochs;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String url;

    private BillingStub billing;

    @BeforeEach
    void start() {
        billing = new BillingStub(url);
        await().until(() -> epochs.current() > 0);
    }

    @AfterEach
    void stop() {
        billing.close();
    }

    @Test
    void rule8AWarmReservationMakesNoCall() {
        billing.free.put("warm", 1_000_000_000L);
        reserved("warm").settle(5, 10);
        int calls = billing.leaseCalls.get();
        reserved("warm").release();
        assertThat(billing.leaseCalls.get()).isEqualTo(calls);
    }

    @Test
    void rule2ALostAnswerIsHarmless() {
        billing.free.put("lost", 1_000_000_000L);
        billing.lose.set(1);
        Reservation reservation = reserved("lost");
        Lease lease = java.util.Objects.requireNonNull(credit.leases().find(new LeaseKey("lost", List.of())));
        assertThat(lease.book.granted()).isEqualTo(1_000_000_000L - billing.free.getOrDefault("lost", 0L));
        reservation.release();
    }

    @Test
    void refusesWhenTheBalanceIsTooLow() {
        assertThat(outcome("poor")).isInstanceOf(ReserveOutcome.Refused.class);
    }

    @Test
    void rule8BillingAwayIs503AndNever402() {
        billing.down = true;
        assertThat(outcome("away")).isInstanceOf(ReserveOutcome.Unavailable.class);
    }

    @Test
    void rule10AFreeModelAsksNobody() {
        int calls = billing.leaseCalls.get();
        assertThat(credit.reserve(request("free", true)).succeeded()).isTrue();
        assertThat(billing.leaseCalls.get()).isEqualTo(calls);
    }

    @Test
    void shipsWhatIsAppended() throws Exception {
        UsageFrame.Subject subject =
                new UsageFrame.Subject("r1", null, "a", "k", List.of(), "g", "m", "chat.completions", false, 1, 1, 5);
        journal.append(new UsageFrame.Open(1, subject, 10, new UsageFrame.RecoveryPrices(1, 2)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        UsageFrame.Done done = new UsageFrame.Done(
                1,
                subject,
                Map.of("input", 10L),
                Map.of("input", 1L),
                1,
                Map.of(),
                null,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                null,
                null,
                null,
                List.of(),
                null,
                3);
        journal.append(done).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(billing.frames).contains(done));
        await().until(() -> journal.isAcknowledged(journal.lastSequence()));
    }

    private Reservation reserved(String account) {
        ReserveOutcome outcome = outcome(account);
        assertThat(outcome).isInstanceOf(ReserveOutcome.Reserved.class);
        Reservation reservation = ((ReserveOutcome.Reserved) outcome).reservation();
        assertThat(reservation.usable()).isTrue();
        return reservation;
    }

    private ReserveOutcome outcome(String account) {
        try {
            return credit.reserve(request(account, false))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReserveRequest request(String account, boolean free) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, free ? 0L : 1_000_000L);
        }
        dev.tollgate.contract.ratelimit.v1.RateLimits none = dev.tollgate.contract.ratelimit.v1.RateLimits.NONE;
        KeyContext key = new KeyContext(
                "k",
                account,
                "g",
                KeyStatus.ACTIVE,
                AccountStatus.ACTIVE,
                null,
                List.of(),
                null,
                List.of(),
                none,
                none,
                List.of());
        return new ReserveRequest(
                "r",
                key,
                "m",
                new ModelPrice("m", "g", List.of(new Tier(0, prices))),
                free,
                100,
                1_000,
                256,
                true,
                false);
    }
}
