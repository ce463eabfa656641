package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.peers.BillingProfile;
import dev.tollgate.edge.peers.BillingStub;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Holds of streams as they go (rules 7).
@QuarkusTest
@TestProfile(BillingProfile.class)
class StreamCreditServiceTest {
    private static final long BOUND = 100_000;
    private static final long LEARNED = 2_000;
    /// Enough not to be exact, too little for a surplus: each extension is asked for.
    private static final long CREDIT = 40_000;

    @Inject
    Credit credit;

    @Inject
    Epochs epochs;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String url;

    private BillingStub billing;

    @BeforeEach
    void start() {
        billing = new BillingStub(url);
        epochs.superseded(epochs.current());
        await().until(() -> epochs.current() > 0);
    }

    @AfterEach
    void stop() {
        billing.close();
        assertThat(billing.violations()).isEmpty();
    }

    /// A stream that begins with the learned hold: 2,000 tokens of output.
    private Reservation stream(String account) {
        for (int i = 0; i < 8; i++) {
            credit.learn(Requests.stream(account, BOUND), LEARNED / 4);
        }
        ReserveOutcome outcome = settled(credit.reserve(Requests.stream(account, BOUND)));
        assertThat(outcome).isInstanceOf(ReserveOutcome.Reserved.class);
        Reservation reservation = ((ReserveOutcome.Reserved) outcome).reservation();
        assertThat(reservation.hold()).isEqualTo(Requests.INPUT_HOLD + LEARNED);
        return reservation;
    }

    private static <T> T settled(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LeaseAsk> asks(String account) {
        return billing.books.asks.stream()
                .filter(ask -> ask.accountId().equals(account))
                .toList();
    }

    private LeaseBook book(String account) {
        return Objects.requireNonNull(credit.leases().find(new LeaseKey(account, List.of()))).book;
    }

    @Test
    void rule7TheExtensionIsAskedForBeforeTheHoldsEndAndTheStreamGoesOn() {
        billing.books.gift("extends", CREDIT);
        Reservation stream = stream("extends");
        assertThat(stream.outputBound()).isEqualTo(BOUND);
        long hold = stream.hold();
        assertThat(stream.delivered(LEARNED - 512)).isInstanceOf(Spend.Within.class);
        await().until(() -> stream.hold() >= hold + 1_024);
        assertThat(stream.delivered(LEARNED + 500)).isInstanceOf(Spend.Within.class);
        assertThat(book("extends").reserved()).isEqualTo(stream.hold());
        assertThat(asks("extends")).hasSize(2);
    }

    @Test
    void rule7AnExtensionFromTheLeaseAtHandNeedsNoCall() {
        billing.books.gift("athand", 10 * CREDIT);
        Reservation stream = stream("athand");
        int calls = billing.leaseCalls.get();
        long hold = stream.hold();
        assertThat(stream.delivered(LEARNED - 100)).isInstanceOf(Spend.Within.class);
        assertThat(stream.hold()).isGreaterThan(hold);
        assertThat(billing.leaseCalls.get()).isEqualTo(calls);
    }

    @Test
    void rule7AFastStreamIsExtendedTwoSecondsOfOutputBeforeItsEnd() {
        billing.books.gift("fast", CREDIT);
        Reservation stream = stream("fast");
        // 1,200 tokens in no time: two seconds at this rate are 1,200 more.
        long hold = stream.hold();
        assertThat(stream.delivered(1_200)).isInstanceOf(Spend.Within.class);
        await().until(() -> stream.hold() > hold);
        assertThat(stream.hold()).isGreaterThanOrEqualTo(hold + 2_400);
    }

    @Test
    void rule7AChunkBeyondTheHoldPausesTheStreamUntilItIsExtended() {
        billing.books.gift("chunk", CREDIT);
        Reservation stream = stream("chunk");
        billing.leaseDelayMillis = 300;
        Spend spend = stream.delivered(LEARNED + 3_000);
        assertThat(spend).isInstanceOf(Spend.Extending.class);
        Future<Spend> outcome = ((Spend.Extending) spend).outcome();
        assertThat(outcome.isComplete()).isFalse();
        assertThat(settled(outcome)).isInstanceOf(Spend.Within.class);
        assertThat(stream.hold()).isGreaterThan(Requests.INPUT_HOLD + LEARNED + 3_000);
    }

    @Test
    void rule7AtTheHoldsEndTheStreamPausesForTwoSecondsAndEndsWithABillingError() {
        billing.books.gift("hangs", CREDIT);
        Reservation stream = stream("hangs");
        billing.leaseDelayMillis = 10_000;
        long start = System.nanoTime();
        Spend spend = stream.delivered(LEARNED + 1);
        assertThat(spend).isInstanceOf(Spend.Extending.class);
        assertThat(settled(((Spend.Extending) spend).outcome()))
                .isInstanceOfSatisfying(Spend.Exhausted.class, exhausted -> {
                    assertThat(exhausted.error().code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
                    assertThat(exhausted.error().envelope().toString()).contains("billing_error");
                });
        assertThat(System.nanoTime() - start)
                .isBetween(
                        Duration.ofMillis(1_900).toNanos(),
                        Duration.ofMillis(3_500).toNanos());
        billing.leaseDelayMillis = 0;
    }

    @Test
    void rule7ARefusedExtensionEndsTheStreamOnlyWhenItsHoldIsUsed() {
        billing.books.gift("short", CREDIT);
        Reservation stream = stream("short");
        billing.books.gift("short", -billing.books.free("short"));
        assertThat(stream.delivered(LEARNED - 100)).isInstanceOf(Spend.Within.class);
        await().until(() -> asks("short").size() >= 2);
        assertThat(stream.delivered(LEARNED)).isInstanceOf(Spend.Within.class);
        Spend end = stream.delivered(LEARNED + 1);
        Spend told = end instanceof Spend.Extending(Future<Spend> outcome) ? settled(outcome) : end;
        assertThat(told).isInstanceOfSatisfying(Spend.Exhausted.class, exhausted -> assertThat(
                        exhausted.error().code())
                .isEqualTo(ErrorCode.INSUFFICIENT_BALANCE));
    }

    @Test
    void rule8BillingComingBackInTimeExtendsAStreamThatItWasAwayFor() {
        billing.books.gift("blip", CREDIT);
        Reservation stream = stream("blip");
        billing.leasesDown = true;
        assertThat(stream.delivered(LEARNED - 10)).isInstanceOf(Spend.Within.class);
        await().until(() -> asks("blip").size() == 1 && billing.leaseCalls.get() > 4);
        Spend spend = stream.delivered(LEARNED + 1);
        assertThat(spend).isInstanceOf(Spend.Extending.class);
        billing.leasesDown = false;
        assertThat(settled(((Spend.Extending) spend).outcome())).isInstanceOf(Spend.Within.class);
    }

    @Test
    void rule5AClampedStreamAsksForNothingItsProviderWillNotSend() {
        billing.books.gift("clamped", 3_000);
        for (int i = 0; i < 8; i++) {
            credit.learn(Requests.stream("clamped", BOUND), LEARNED / 4);
        }
        Reservation stream =
                ((ReserveOutcome.Reserved) settled(credit.reserve(Requests.stream("clamped", BOUND)))).reservation();
        assertThat(stream.clamped()).isTrue();
        assertThat(stream.outputBound()).isEqualTo(LEARNED);
        int asked = asks("clamped").size();
        long hold = stream.hold();
        assertThat(stream.delivered(LEARNED)).isInstanceOf(Spend.Within.class);
        assertThat(stream.hold()).isEqualTo(hold);
        assertThat(asks("clamped")).hasSize(asked);
    }

    @Test
    void rule7AThinkingModelHoldsItsFullBoundFromTheStart() {
        billing.books.gift("thinks", 4 * BOUND);
        Reservation stream =
                ((ReserveOutcome.Reserved) settled(credit.reserve(Requests.reasoning("thinks", BOUND)))).reservation();
        assertThat(stream.hold()).isEqualTo(Requests.INPUT_HOLD + BOUND);
    }

    @Test
    void rule7AChargeAboveTheHoldLeaksNothing() {
        billing.books.gift("over", CREDIT);
        Reservation stream = stream("over");
        LeaseBook book = book("over");
        long granted = book.granted();
        stream.settle(granted + 500);
        assertThat(book.reserved()).isZero();
        assertThat(book.left()).isZero();
        assertThat(book.available()).isZero();
        stream.settle(1);
        stream.release();
        assertThat(book.spent()).isEqualTo(granted);
    }

    @Test
    void rule2AnExtensionUnderALaterEpochIsRefusedAndItsCreditReturned() {
        billing.books.gift("later", CREDIT);
        Reservation stream = stream("later");
        long first = epochs.current();
        epochs.superseded(first);
        await().until(() -> epochs.current() > first);
        Spend spend = stream.delivered(LEARNED + 1);
        assertThat(spend).isInstanceOf(Spend.Extending.class);
        assertThat(settled(((Spend.Extending) spend).outcome())).isInstanceOf(Spend.Exhausted.class);
        assertThat(book("later").reserved()).isZero();
    }
}
