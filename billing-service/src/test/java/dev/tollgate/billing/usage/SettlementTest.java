package dev.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.Books;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.billing.usage.Settlement.Held;
import dev.tollgate.billing.usage.Settlement.LeaseOf;
import dev.tollgate.billing.usage.Settlement.Settled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private final Tally tally = tally(100, 40);
    private final Settlement settlement = new Settlement(tally, List.of(lease(40)), 0);

    @Test
    void rule7TakesTheLeaseFirst() {
        assertThat(settlement.settle(due(30))).isEqualTo(new Settled(30, 0));
        assertThat(settlement.posted()).containsEntry(1L, 30L);
        assertThat(account().held()).isEqualTo(10);
    }

    @Test
    void rule7ThenTakesWhatIsFreeAndLeavesTheRestUncollected() {
        assertThat(settlement.settle(due(130))).isEqualTo(new Settled(100, 30));
        assertThat(account().balance()).isZero();
        assertThat(account().held()).isZero();
    }

    @Test
    void rule1ALateChargeNeverTakesWhatOthersHold() {
        assertThat(settlement.settle(new Due("a", null, List.of(), 90, 0, 0))).isEqualTo(new Settled(60, 30));
        assertThat(account().held()).isEqualTo(40);
    }

    @Test
    void rule3ACorrectionForgivesFirstWhatWasNotCollected() {
        assertThat(settlement.settle(new Due("a", 1L, List.of(), -50, 20, 0))).isEqualTo(new Settled(-30, -20));
        assertThat(account().balance()).isEqualTo(130);
    }

    @Property
    void everyNanoIsCollectedOrNot(
            @ForAll @Size(max = 20) List<@LongRange(max = 60) Long> charges,
            @ForAll @LongRange(max = 200) long balance,
            @ForAll @LongRange(max = 200) long held) {
        long hold = Math.min(balance, held);
        Tally books = tally(balance, hold);
        Settlement round = new Settlement(books, List.of(lease(hold)), 0);
        for (long charge : charges) {
            Settled settled = round.settle(due(charge));
            assertThat(settled.collected() + settled.uncollected()).isEqualTo(charge);
            AccountCredit after = Objects.requireNonNull(books.account("a"));
            assertThat(after.held()).isBetween(0L, after.balance());
        }
    }

    @Test
    void rule8WhatAnOutageAllowedIsBookedAsOverdraftAndPaidBackFirst() {
        Tally books =
                new Tally(new Books(Map.of("a", new AccountCredit("a", 100, 40, 0, false, 50, 0)), Map.of(), Map.of()));
        Settlement round = new Settlement(books, List.of(), 2);
        assertThat(round.settle(new Due("a", null, List.of(), 90, 0, 90))).isEqualTo(new Settled(90, 0));
        assertThat(books.account("a")).isEqualTo(new AccountCredit("a", 10, 40, 0, false, 50, 30));
        assertThat(Objects.requireNonNull(books.account("a")).free()).isZero();
        // Two edges had 50 each: 70 are left of 100, and what was not reserved from it is not drawn.
        assertThat(round.settle(new Due("a", null, List.of(), 90, 0, 10))).isEqualTo(new Settled(10, 80));
        assertThat(round.settle(new Due("a", null, List.of(), 90, 0, 90))).isEqualTo(new Settled(60, 30));
        assertThat(Objects.requireNonNull(books.account("a")).outageDrawn()).isEqualTo(100);
        assertThat(Objects.requireNonNull(books.account("a")).outageLeft()).isZero();
        round.settle(new Due("a", null, List.of(), -25, 0, 0));
        assertThat(books.account("a")).isEqualTo(new AccountCredit("a", -35, 40, 0, false, 50, 75));
    }

    private AccountCredit account() {
        return Objects.requireNonNull(tally.account("a"));
    }

    private static Due due(long amount) {
        return new Due("a", 1L, List.of(), amount, 0, 0);
    }

    private static Held lease(long held) {
        return new Held(1, new LeaseOf("e", 1, "a", List.of()), List.of(), held, 0);
    }

    private static Tally tally(long balance, long held) {
        return new Tally(new Books(Map.of("a", new AccountCredit("a", balance, held, 0, false)), Map.of(), Map.of()));
    }
}
