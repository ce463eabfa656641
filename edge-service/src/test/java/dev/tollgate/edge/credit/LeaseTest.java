package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Lease lease = new Lease(new LeaseKey("acct", List.of()), 1, 0);

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static LeaseAnswer answer(
            LeaseAsk ask, long granted, long surplus, long spendFor, long holdFor, @Nullable Refusal refusal) {
        List<Long> grants = ask.needs().stream().map(Need::bound).toList();
        return new LeaseAnswer(
                "acct",
                List.of(),
                ask.askNumber(),
                refusal == null ? grants : List.of(),
                surplus,
                granted,
                0,
                0,
                spendFor,
                holdFor,
                1_000_000,
                refusal != null,
                refusal);
    }

    private void waits(long bound) {
        lease.waiting.add(new Waiter(new Need(bound, 0, 1), false, Promise.promise()));
    }

    /// An ask at this second, answered in full with this surplus.
    private LeaseAsk asked(long second, long surplus) {
        LeaseAsk ask = lease.ask(seconds(second));
        long fresh = surplus + ask.needs().stream().mapToLong(Need::bound).sum();
        long granted = lease.book.granted() + fresh;
        lease.answered(answer(ask, granted, surplus, 60_000, 660_000, null));
        ask.needs().forEach(need -> lease.book.grantReserved(need.bound()));
        return ask;
    }

    @Test
    void rule2TimesCountFromBeforeTheCallLessTwoSeconds() {
        asked(100, 50);
        // However late the answer came: it was asked for at 100.
        assertThat(lease.spendable(seconds(158) - 1)).isTrue();
        assertThat(lease.spendable(seconds(158))).isFalse();
        assertThat(lease.holdEnds(seconds(727), seconds(30))).isFalse();
        assertThat(lease.holdEnds(seconds(728), seconds(30))).isTrue();
    }

    @Test
    void rule8IsRenewedAtHalf() {
        asked(100, 50);
        lease.lastUsedNanos = seconds(101);
        assertThat(lease.wantsRenewal(seconds(130) - 1)).isFalse();
        assertThat(lease.wantsRenewal(seconds(130))).isTrue();
        assertThat(Upkeep.of(lease, seconds(130), IDLE, false)).isEqualTo(Upkeep.RENEW);
        asked(130, 0);
        assertThat(lease.spendable(seconds(187))).isTrue();
    }

    @Test
    void rule2AsksAreNumberedAndOneAtATime() {
        waits(10);
        LeaseAsk first = asked(1, 0);
        LeaseAsk second = lease.ask(seconds(2));
        assertThat(second.askNumber()).isGreaterThan(first.askNumber());
        assertThat(lease.asked).isSameAs(second);
        assertThat(Upkeep.of(lease, seconds(500), IDLE, true)).isEqualTo(Upkeep.NOTHING);
    }

    @Test
    void rule6AnAnswerWithoutTimeStopsSpendingAndKeepsTheHold() {
        asked(100, 50);
        LeaseAsk ask = lease.ask(seconds(130));
        lease.answered(answer(ask, 50, 0, 0, 630_000, new Refusal(RefusalReason.ACCOUNT_FROZEN, false, null, 0)));
        assertThat(lease.reserve(lease.book, 1, seconds(131))).isFalse();
        assertThat(lease.holdEnds(seconds(727), seconds(30))).isFalse();
        assertThat(lease.book.left()).isEqualTo(50);
    }

    @Test
    void rule2LostTimeVoidsUntilBillingHasAnsweredAgain() {
        asked(100, 50);
        lease.lastUsedNanos = seconds(100);
        lease.forceRenewal();
        assertThat(lease.reserve(lease.book, 1, seconds(101))).isFalse();
        assertThat(Upkeep.of(lease, seconds(101), IDLE, false)).isEqualTo(Upkeep.RENEW);
        asked(101, 0);
        assertThat(lease.reserve(lease.book, 1, seconds(102))).isTrue();
    }

    /// A machine that was suspended finds the answer of before: its clock cannot tell how old it is.
    @Test
    void rule2AnAnswerToAnAskOfBeforeTheLostTimeIsNoRenewal() {
        asked(100, 50);
        LeaseAsk before = lease.ask(seconds(130));
        lease.forceRenewal();
        lease.answered(answer(before, 50, 0, 60_000, 660_000, null));
        assertThat(lease.reserve(lease.book, 1, seconds(131))).isFalse();
        assertThat(lease.wantsRenewal(seconds(131))).isTrue();
        asked(131, 0);
        assertThat(lease.reserve(lease.book, 1, seconds(132))).isTrue();
    }

    @Test
    void rule8ALeaseIsWorthEightHoldsOrAMinuteOfItsSpend() {
        waits(10);
        assertThat(asked(1, 80).surplus()).isEqualTo(80);
        for (int i = 0; i < 60; i++) {
            lease.book.grantReserved(100);
            lease.book.settle(100, 100);
            lease.tick();
        }
        assertThat(lease.target()).isBetween(3_000L, 6_000L);
    }

    @Test
    void rule8WhatBillingDidNotGiveIsNotAskedForAgainAtOnce() {
        waits(10);
        asked(1, 12);
        // 80 were asked for, 12 are what a twentieth of the account allows.
        assertThat(lease.isLow()).isFalse();
        assertThat(lease.reserve(lease.book, 6, seconds(2))).isTrue();
        assertThat(lease.isLow()).isFalse();
        assertThat(lease.reserve(lease.book, 1, seconds(2))).isTrue();
        assertThat(lease.isLow()).isTrue();
        asked(3, 0);
        assertThat(lease.isLow()).isFalse();
    }

    @Test
    void rule5ARecallReturnsAllThatIsNotReservedAndAsksForNoSurplus() {
        asked(1, 100);
        assertThat(lease.reserve(lease.book, 30, seconds(2))).isTrue();
        lease.giveBack = true;
        LeaseAsk ask = lease.ask(seconds(2));
        assertThat(ask.giveBack()).isEqualTo(70);
        assertThat(ask.surplus()).isZero();
        assertThat(lease.book.reserved()).isEqualTo(30);
    }

    @Test
    void rule5AnExactLeaseKeepsNoSurplus() {
        asked(1, 100);
        lease.exact = true;
        LeaseAsk ask = lease.ask(seconds(2));
        assertThat(ask.giveBack()).isEqualTo(100);
        assertThat(ask.surplus()).isZero();
        assertThat(lease.isLow()).isFalse();
    }

    @Test
    void rule7WhatChargesTookFromOthersHoldsIsAskedForAgain() {
        asked(1, 0);
        lease.book.grantReserved(10);
        lease.book.grantReserved(10);
        lease.book.settle(10, 15);
        assertThat(lease.ask(seconds(2)).surplus()).isEqualTo(5);
    }

    @Test
    void rule1ALeaseThatBillingBeganAnewHoldsNothingOfTheOldOne() {
        asked(1, 100);
        LeaseBook old = lease.book;
        LeaseAsk ask = lease.ask(seconds(900));
        lease.answered(answer(ask, 40, 40, 60_000, 660_000, null));
        assertThat(lease.book).isNotSameAs(old);
        assertThat(lease.book.available()).isEqualTo(40);
        assertThat(lease.reserve(old, 1, seconds(901))).isFalse();
    }

    @Test
    void rule1ALeaseThatBillingBeganAnewWithoutAGrantHoldsNothingOfTheOldOne() {
        asked(0, 1_000);
        LeaseAsk ask = lease.ask(seconds(700));
        lease.answered(answer(ask, 0, 0, 60_000, 660_000, null));

        assertThat(lease.reserve(lease.book, 1, seconds(701))).isFalse();
        assertThat(lease.book.available()).isZero();
    }

    @Test
    void rule1AnIdleLeaseGivesBackFirstAndIsClosedWhenBillingHasItsUsage() {
        asked(1, 100);
        lease.lastUsedNanos = seconds(1);
        assertThat(Upkeep.of(lease, seconds(62), IDLE, true)).isEqualTo(Upkeep.GIVE_BACK);
        lease.idleSequence = 7;
        assertThat(Upkeep.of(lease, seconds(63), IDLE, false)).isEqualTo(Upkeep.NOTHING);
        assertThat(Upkeep.of(lease, seconds(63), IDLE, true)).isEqualTo(Upkeep.CLOSE);
        assertThat(lease.retire()).isTrue();
        assertThat(lease.reserve(lease.book, 1, seconds(30))).isFalse();
        waits(10);
        LeaseAsk close = lease.ask(seconds(63));
        assertThat(close.close()).isTrue();
        // Who comes meanwhile waits for the next lease.
        assertThat(close.needs()).isEmpty();
        assertThat(lease.waiting).hasSize(1);
    }

    @Test
    void rule1ALeaseWithAReservationIsNeverIdleNorClosed() {
        asked(1, 100);
        assertThat(lease.reserve(lease.book, 1, seconds(2))).isTrue();
        lease.lastUsedNanos = seconds(1);
        assertThat(Upkeep.of(lease, seconds(500), IDLE, true)).isEqualTo(Upkeep.RENEW);
        assertThat(lease.retire()).isFalse();
        assertThat(lease.reserve(lease.book, 1, seconds(3))).isTrue();
    }

    @Test
    void rule5ARefusalByOurOwnHoldsSaysSoAndIsWorthARetry() {
        Waiter waiter = new Waiter(new Need(100, 0, 50), false, Promise.promise());
        Refusal byBalance = new Refusal(RefusalReason.INSUFFICIENT_BALANCE, false, null, 0);
        assertThat(waiter.asTold(byBalance, 45, 5))
                .isEqualTo(new Refusal(RefusalReason.INSUFFICIENT_BALANCE, true, null, 1_000));
        assertThat(waiter.asTold(byBalance, 44, 5)).isSameAs(byBalance);
        Refusal frozen = new Refusal(RefusalReason.ACCOUNT_FROZEN, false, null, 0);
        assertThat(waiter.asTold(frozen, 1_000, 1_000)).isSameAs(frozen);
    }
}
