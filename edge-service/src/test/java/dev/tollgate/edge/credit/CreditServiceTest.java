package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.BillingProfile;
import dev.tollgate.edge.peers.BillingStub;
import dev.tollgate.edge.peers.ChangeFeeds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class CreditServiceTest {
    private static final long RICH = 1_000_000_000L;

    @Inject
    Credit credit;

    @Inject
    Journal journal;

    @Inject
    Epochs epochs;

    @Inject
    Vertx vertx;

    @Inject
    BillingPeer peer;

    @Inject
    ChangeFeeds feeds;

    @Inject
    CreditConfig config;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String url;

    private BillingStub billing;

    @BeforeEach
    void start() {
        billing = new BillingStub(url);
        // The stub is new, the edge is not: its epoch must be known there.
        epochs.superseded(epochs.current());
        await().until(() -> epochs.current() > 0);
    }

    @AfterEach
    void stop() {
        billing.close();
        assertThat(billing.violations()).isEmpty();
    }

    private ReserveOutcome outcome(ReserveRequest request) {
        return settled(credit.reserve(request));
    }

    private static <T> T settled(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Reservation reserved(ReserveRequest request) {
        ReserveOutcome outcome = outcome(request);
        assertThat(outcome).isInstanceOf(ReserveOutcome.Reserved.class);
        return ((ReserveOutcome.Reserved) outcome).reservation();
    }

    private Lease lease(String account) {
        return Objects.requireNonNull(credit.leases().find(new LeaseKey(account, List.of())));
    }

    private List<LeaseAsk> asks(String account) {
        return billing.books.asks.stream()
                .filter(ask -> ask.accountId().equals(account))
                .toList();
    }

    private static Need exactly(long amount) {
        return new Need(amount, amount, amount);
    }

    /// Another edge's lease, asked for without an edge.
    private void heldElsewhere(String account, long number, long need, long giveBack) {
        billing.books.answer(
                new LeaseAsks(
                        "other",
                        1,
                        List.of(new LeaseAsk(
                                account,
                                List.of(),
                                number,
                                need > 0 ? List.of(exactly(need)) : List.of(),
                                0,
                                giveBack,
                                false))),
                true);
    }

    @Test
    void rule8AWarmReservationMakesNoCall() {
        billing.books.gift("warm", RICH);
        Reservation first = reserved(Requests.plain("warm", 1_000));
        assertThat(first.usable()).isTrue();
        first.settle(5, 10);
        int calls = billing.leaseCalls.get();
        for (int i = 0; i < 3; i++) {
            Future<ReserveOutcome> warm = credit.reserve(Requests.plain("warm", 1_000));
            assertThat(warm.succeeded()).isTrue();
            ((ReserveOutcome.Reserved) warm.result()).reservation().release();
        }
        assertThat(billing.leaseCalls.get()).isEqualTo(calls);
    }

    @Test
    void rule2AnAnswerThatWasLostIsAskedForAgainUnderItsNumberAndHoldsOnce() {
        billing.books.gift("lost", 1_500);
        billing.loseAnswers.set(2);
        Reservation reservation = reserved(Requests.plain("lost", 800));
        assertThat(reservation.hold()).isEqualTo(Requests.INPUT_HOLD + Requests.LEAST);
        assertThat(asks("lost")).hasSize(3);
        assertThat(asks("lost").stream().distinct()).hasSize(1);
        assertThat(billing.books.granted("lost")).isEqualTo(reservation.hold());
        assertThat(lease("lost").book.granted()).isEqualTo(reservation.hold());
    }

    @Test
    void rule2OneLeasePerAccountAndSetOfLimitsHoweverManyAsk() {
        billing.books.gift("many", RICH);
        List<Future<ReserveOutcome>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(credit.reserve(Requests.plain("many", 1_000)));
            all.add(credit.reserve(Requests.limited("many", 1_000, "b", "a")));
            all.add(credit.reserve(Requests.limited("many", 1_000, "a", "b")));
        }
        all.forEach(one -> assertThat(settled(one)).isInstanceOf(ReserveOutcome.Reserved.class));
        assertThat(asks("many").stream().map(LeaseAsk::limitIds).distinct())
                .containsExactlyInAnyOrder(List.of(), List.of("a", "b"));
        assertThat(billing.leaseCalls.get()).isLessThan(6);
    }

    @Test
    void rule8AsksOfManyAccountsTravelTogetherWithinMilliseconds() {
        IntStream.range(0, 100).forEach(i -> billing.books.gift("acct" + i, RICH));
        long start = System.nanoTime();
        List<Future<ReserveOutcome>> all = IntStream.range(0, 100)
                .mapToObj(i -> credit.reserve(Requests.plain("acct" + i, 1_000)))
                .toList();
        all.forEach(one -> assertThat(settled(one)).isInstanceOf(ReserveOutcome.Reserved.class));
        assertThat(billing.leaseCalls.get()).isLessThanOrEqualTo(5);
        assertThat(config.batchInterval()).isLessThanOrEqualTo(Duration.ofMillis(5));
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void rule2ASupersededEpochAsksForNothingMoreAndTheNextOneBeginsAfresh() {
        billing.books.gift("old", RICH);
        Reservation running = reserved(Requests.stream("old", 100_000));
        long first = epochs.current();
        Lease lease = lease("old");
        billing.supersede(journal.edgeId());
        assertThat(outcome(Requests.plain("other", 10))).isInstanceOf(ReserveOutcome.Unavailable.class);
        await().until(() -> epochs.current() > first);
        await().until(() -> credit.leases().find(lease.key) == null);
        int asked = asks("old").size();
        assertThat(running.usable()).isFalse();
        assertThat(running.delivered(1)).isInstanceOf(Spend.Within.class);
        running.settle(50);
        Reservation next = reserved(Requests.plain("old", 1_000));
        assertThat(next.usable()).isTrue();
        assertThat(asks("old").get(asked).askNumber())
                .isGreaterThan(asks("old").get(asked - 1).askNumber());
        assertThat(lease.book.spent()).isEqualTo(50);
    }

    @Test
    void rule2AStalledProcessVoidsItsLeasesUntilBillingHasAnswered() {
        billing.books.gift("stalled", RICH);
        Reservation before = reserved(Requests.plain("stalled", 1_000));
        assertThat(before.usable()).isTrue();
        credit.leases().context().runOnContext(here -> {
            long until = System.nanoTime() + Duration.ofMillis(1_400).toNanos();
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        });
        await().atMost(Duration.ofSeconds(2)).until(() -> !before.usable());
        billing.leasesDown = true;
        await().until(() -> credit.leases().ticks().inTime(System.nanoTime(), System.currentTimeMillis()));
        assertThat(before.usable()).isFalse();
        assertThat(outcome(Requests.plain("stalled", 1_000))).isInstanceOf(ReserveOutcome.Unavailable.class);
        billing.leasesDown = false;
        await().until(() -> outcome(Requests.plain("stalled", 1_000)) instanceof ReserveOutcome.Reserved);
        // What was reserved before the pause must be reserved anew, whatever billing says now.
        assertThat(before.usable()).isFalse();
    }

    @Test
    void rule5ARecallReturnsUnreservedCreditAtOnce() {
        billing.books.gift("recalled", RICH);
        Reservation running = reserved(Requests.plain("recalled", 1_000));
        assertThat(billing.books.held("recalled")).isGreaterThan(running.hold());
        billing.recall("recalled");
        await().atMost(Duration.ofSeconds(1)).until(() -> billing.books.held("recalled") == running.hold());
        assertThat(lease("recalled").book.available()).isZero();
        assertThat(running.usable()).isTrue();
    }

    @Test
    void rule5ARefusalByHoldsWaitsForOneRetryAndThenSaysSo() {
        billing.books.gift("held", 1_000);
        heldElsewhere("held", 1, 900, 0);
        long start = System.nanoTime();
        ReserveOutcome outcome = outcome(Requests.plain("held", 600));
        long waited = System.nanoTime() - start;
        assertThat(outcome).isInstanceOfSatisfying(ReserveOutcome.Refused.class, refused -> {
            assertThat(refused.error().code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
            assertThat(refused.error().message()).contains("held by requests under way");
            assertThat(refused.retryAfterMillis()).isPositive();
        });
        assertThat(asks("held").stream().filter(ask -> ask.needs().size() == 1)).hasSize(3);
        assertThat(waited)
                .isBetween(
                        Duration.ofMillis(140).toNanos(), Duration.ofMillis(900).toNanos());
        assertThat(config.recallWait()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void rule5WhatOthersGiveBackMeanwhileIsTaken() {
        billing.books.gift("freed", 1_000);
        heldElsewhere("freed", 1, 900, 0);
        Future<ReserveOutcome> waiting = credit.reserve(Requests.plain("freed", 600));
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> asks("freed").size() == 2);
        assertThat(waiting.isComplete()).isFalse();
        heldElsewhere("freed", 2, 0, 900);
        assertThat(settled(waiting)).isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @Test
    void rule5TwoHundredAtOnceOnCreditForTenRunTheAffordableOnes() {
        long each = Requests.INPUT_HOLD + Requests.LEAST;
        billing.books.gift("ten", 10 * each);
        List<Future<ReserveOutcome>> all = IntStream.range(0, 200)
                .mapToObj(i -> credit.reserve(Requests.plain("ten", 4_000)))
                .toList();
        List<Reservation> running = new ArrayList<>();
        for (Future<ReserveOutcome> one : all) {
            switch (settled(one)) {
                case ReserveOutcome.Reserved(Reservation reservation) -> running.add(reservation);
                case ReserveOutcome.Refused refused -> {
                    assertThat(refused.error().message()).contains("held by requests under way");
                    assertThat(refused.retryAfterMillis()).isPositive();
                }
                case ReserveOutcome.Unavailable unavailable ->
                    assertThat(unavailable).as("billing is there").isNull();
            }
        }
        // The first two hold an eighth of what is free, which is more than the least: that is the tenth one's.
        assertThat(running).hasSize(9).allMatch(Reservation::usable).allMatch(Reservation::clamped);
        assertThat(running.stream().mapToLong(Reservation::hold).sum()).isLessThanOrEqualTo(10 * each);
        assertThat(billing.books.free("ten")).isNotNegative();
        running.forEach(reservation -> reservation.settle(10, 10));
        // Exact: what they did not need is back within milliseconds, and others run.
        await().until(() -> billing.books.held("ten") == 10L * running.size());
        assertThat(reserved(Requests.plain("ten", 4_000)).hold()).isGreaterThanOrEqualTo(each);
    }

    @Test
    void refusesForGoodWhenTheBalanceIsTooLow() {
        billing.books.gift("poor", 10);
        assertThat(outcome(Requests.plain("poor", 1_000)))
                .isInstanceOfSatisfying(ReserveOutcome.Refused.class, refused -> {
                    assertThat(refused.error().code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
                    assertThat(refused.retryAfterMillis()).isZero();
                });
    }

    @Test
    void rule6AFrozenAccountsLeaseIsNotSpentAnyMore() {
        billing.books.gift("frozen", RICH);
        reserved(Requests.plain("frozen", 1_000)).release();
        billing.books.frozen.add("frozen");
        billing.recall("frozen");
        await().until(() -> billing.books.held("frozen") == 0);
        assertThat(outcome(Requests.plain("frozen", 1_000)))
                .isInstanceOfSatisfying(
                        ReserveOutcome.Refused.class,
                        refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.ACCOUNT_FROZEN));
    }

    @Test
    void rule8BillingAwaySpendsWhatIsLeasedUntilItsTimeThenSays503AndNever402() {
        billing.books.gift("away", RICH);
        billing.books.spendForMillis = 4_000;
        Reservation running = reserved(Requests.stream("away", 2_000));
        billing.leasesDown = true;
        long start = System.nanoTime();
        assertThat(outcome(Requests.plain("cold", 10)))
                .isInstanceOfSatisfying(ReserveOutcome.Unavailable.class, unavailable -> {
                    assertThat(unavailable.error().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                    assertThat(unavailable.retryAfterMillis()).isPositive();
                });
        assertThat(System.nanoTime() - start)
                .isLessThan(Duration.ofMillis(1_500).toNanos());
        Future<ReserveOutcome> warm = credit.reserve(Requests.plain("away", 1_000));
        assertThat(warm.result()).isInstanceOf(ReserveOutcome.Reserved.class);
        await().until(() -> !running.usable());
        assertThat(outcome(Requests.plain("away", 1_000))).isInstanceOf(ReserveOutcome.Unavailable.class);
        assertThat(running.delivered(1_999)).isInstanceOf(Spend.Within.class);
        billing.leasesDown = false;
        await().until(() -> credit.reserve(Requests.plain("away", 1_000)).succeeded());
    }

    @Test
    void rule8OutageCreditIsSpentOnlyWhileBillingIsAwayAndOnlySoMuch() {
        billing.books.gift("grace", RICH);
        billing.books.outageCredit.put("grace", 2_500L);
        billing.books.spendForMillis = 2_600;
        Reservation leased = reserved(Requests.plain("grace", 1_000));
        assertThat(leased.outageHold()).isZero();
        billing.leasesDown = true;
        await().until(() -> !leased.usable());

        Reservation first = reserved(Requests.plain("grace", 1_000));
        assertThat(first.outageHold()).isEqualTo(first.hold()).isBetween(1_000L, 1_250L);
        Reservation second = reserved(Requests.plain("grace", 1_000));
        assertThat(second.outageHold()).isPositive();
        assertThat(outcome(Requests.plain("grace", 1_000))).isInstanceOf(ReserveOutcome.Unavailable.class);
        assertThat(outcome(Requests.limited("grace", 10, "limit"))).isInstanceOf(ReserveOutcome.Unavailable.class);
        assertThat(outcome(Requests.plain("stranger", 10))).isInstanceOf(ReserveOutcome.Unavailable.class);
        first.settle(200);
        second.release();
        Reservation third = reserved(Requests.plain("grace", 5_000));
        assertThat(third.outageHold()).isEqualTo(2_300);
        assertThat(third.clamped()).isTrue();
        assertThat(third.delivered(third.outputBound())).isInstanceOf(Spend.Within.class);
        assertThat(third.delivered(5_000)).isInstanceOf(Spend.Exhausted.class);
        third.release();

        billing.books.spendForMillis = 60_000;
        billing.leasesDown = false;
        await().until(() -> outcome(Requests.plain("grace", 1_000)) instanceof ReserveOutcome.Reserved again
                && again.reservation().outageHold() == 0);
    }

    @Test
    void rule8AUsedLeaseIsRenewedAtHalfOfItsTime() {
        billing.books.gift("half", RICH);
        billing.books.spendForMillis = 6_000;
        reserved(Requests.plain("half", 1_000));
        long start = System.nanoTime();
        int asked = asks("half").size();
        await().until(() -> asks("half").size() > asked);
        assertThat(System.nanoTime() - start)
                .isBetween(
                        Duration.ofMillis(2_500).toNanos(),
                        Duration.ofMillis(4_300).toNanos());
    }

    @Test
    void rule1ARequestThatCannotRenewIsEndedThirtySecondsBeforeItsHoldEnds() {
        billing.books.gift("lapses", RICH);
        billing.books.holdForMillis = 33_500;
        billing.books.spendForMillis = 60_000;
        Reservation running = reserved(Requests.stream("lapses", 2_000));
        billing.leasesDown = true;
        assertThat(running.delivered(1)).isInstanceOf(Spend.Within.class);
        long start = System.nanoTime();
        await().until(() -> running.delivered(1) instanceof Spend.Exhausted);
        assertThat(System.nanoTime() - start)
                .isLessThan(Duration.ofMillis(2_500).toNanos());
        assertThat(((Spend.Exhausted) running.delivered(1)).error().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void rule1AnIdleLeaseIsReturnedAndClosedWhenItsUsageIsAcknowledged() {
        billing.books.gift("idle", RICH);
        reserved(Requests.plain("idle", 1_000)).release();
        assertThat(billing.books.free("idle")).isLessThan(RICH);
        await().until(() -> billing.books.closed.contains("idle"));
        assertThat(billing.books.free("idle")).isEqualTo(RICH);
        assertThat(reserved(Requests.plain("idle", 1_000)).usable()).isTrue();
    }

    @Test
    void rule1ALeaseWithARequestUnderWayIsNotClosedHoweverLongItTakes() {
        billing.books.gift("slow", RICH);
        Reservation running = reserved(Requests.stream("slow", 1_000));
        billing.books.gift("quick", RICH);
        reserved(Requests.plain("quick", 1_000)).release();
        await().until(() -> billing.books.closed.contains("quick"));
        assertThat(billing.books.closed).doesNotContain("slow");
        assertThat(running.usable()).isTrue();
    }

    @Test
    void rule4AtShutdownLeasesAreClosedButThoseOfRequestsThatWereCutOff() {
        Credit other = new Credit(vertx, config, peer, feeds, epochs, journal, new SimpleMeterRegistry());
        billing.books.gift("closable", RICH);
        billing.books.gift("cut", RICH);
        ReserveOutcome done = settled(other.reserve(Requests.plain("closable", 1_000)));
        ((ReserveOutcome.Reserved) done).reservation().settle(10);
        settled(other.reserve(Requests.plain("cut", 1_000)));
        other.stop(new io.quarkus.runtime.ShutdownEvent());
        assertThat(billing.books.closed).containsExactly("closable");
        assertThat(billing.books.held("cut")).isPositive();
    }

    @Test
    void rule10AFreeModelNeedsNoLease() {
        int calls = billing.leaseCalls.get();
        Future<ReserveOutcome> outcome = credit.reserve(Requests.free("free"));
        assertThat(outcome.succeeded()).isTrue();
        Reservation reservation = ((ReserveOutcome.Reserved) outcome.result()).reservation();
        assertThat(reservation.hold()).isZero();
        assertThat(reservation.usable()).isTrue();
        assertThat(reservation.delivered(1_000_000)).isInstanceOf(Spend.Within.class);
        assertThat(billing.leaseCalls.get()).isEqualTo(calls);
    }

    @Test
    void aWaiterOfALeaseThatTooManyWaitForIsTurnedAway() {
        billing.leaseDelayMillis = 1_000;
        billing.books.gift("crowd", RICH);
        List<Future<ReserveOutcome>> all = IntStream.range(0, config.waitingMax() + 1_200)
                .mapToObj(i -> credit.reserve(Requests.plain("crowd", 10)))
                .toList();
        await().until(() -> all.stream().filter(Future::isComplete).count() >= 100);
        assertThat(all.stream().filter(Future::isComplete).map(Future::result))
                .allMatch(ReserveOutcome.Unavailable.class::isInstance);
    }
}
