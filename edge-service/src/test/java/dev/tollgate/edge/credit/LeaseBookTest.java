package dev.tollgate.edge.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LeaseBookTest {
    @Property(tries = 300)
    void reservedAndSpentNeverExceedWhatWasGrantedLessReturned(@ForAll long seed) {
        LeaseBook book = new LeaseBook();
        Random random = new Random(seed);
        List<Long> holds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            step(book, random, holds, false);
            assertThat(book.reserved() + book.spent()).isLessThanOrEqualTo(book.granted() - book.returned());
            assertThat(book.available()).isEqualTo(book.granted() - book.returned() - book.spent() - book.reserved());
        }
    }

    @Property(tries = 300)
    void rule7NothingIsNegativeNorLostWhateverChargesAreAboveTheirHolds(@ForAll long seed) {
        LeaseBook book = new LeaseBook();
        Random random = new Random(seed);
        List<Long> holds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            step(book, random, holds, true);
            assertThat(book.left()).isNotNegative();
            assertThat(book.left()).isEqualTo(book.granted() - book.returned() - book.spent());
            assertThat(book.available()).isEqualTo(book.left() - book.reserved());
            assertThat(book.reserved())
                    .isEqualTo(holds.stream().mapToLong(Long::longValue).sum());
        }
        holds.forEach(book::release);
        book.takeBack();
        assertThat(book.left()).isZero();
    }

    @Test
    void holdsUnderConcurrentReservations() throws Exception {
        LeaseBook book = new LeaseBook();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random random = new Random(t);
                all.add(threads.submit(() -> {
                    List<Long> holds = new ArrayList<>();
                    for (int i = 0; i < 20_000; i++) {
                        step(book, random, holds, false);
                    }
                    holds.forEach(book::release);
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(book.reserved()).isZero();
        assertThat(book.available()).isNotNegative();
        assertThat(book.spent() + book.available()).isEqualTo(book.granted() - book.returned());
    }

    @Test
    void rule7AChargeAboveItsHoldTakesTheFreeRestThenWhatOthersHold() {
        LeaseBook book = new LeaseBook();
        book.grantReserved(10);
        book.grantReserved(20);
        book.grant(5);
        book.settle(10, 18);
        assertThat(book.spent()).isEqualTo(18);
        assertThat(book.available()).isEqualTo(-3);
        assertThat(book.left()).isEqualTo(17);
        assertThat(book.reserve(1)).isFalse();
        assertThat(book.takeBack()).isZero();
        book.grant(10);
        assertThat(book.reserve(7)).isTrue();
        assertThat(book.reserve(1)).isFalse();
    }

    @Test
    void rule7WhatTheLeaseHasNotGotIsBillingsToTakeAndLeaksNothing() {
        LeaseBook book = new LeaseBook();
        book.grantReserved(10);
        book.settle(10, 25);
        assertThat(book.spent()).isEqualTo(10);
        assertThat(book.left()).isZero();
        assertThat(book.available()).isZero();
        book.grant(20);
        assertThat(book.takeBack()).isEqualTo(20);
    }

    private static void step(LeaseBook book, Random random, List<Long> holds, boolean overHolds) {
        long amount = random.nextLong(1, 1_000);
        switch (random.nextInt(6)) {
            case 0 -> book.grant(amount);
            case 1 -> {
                book.grantReserved(amount);
                holds.add(amount);
            }
            case 2 -> book.takeBack();
            case 3 -> {
                if (book.reserve(amount)) {
                    holds.add(amount);
                }
            }
            case 4 -> {
                if (!holds.isEmpty()) {
                    long hold = holds.removeLast();
                    book.settle(hold, random.nextLong(overHolds ? 2 * hold : hold + 1));
                }
            }
            default -> {
                if (!holds.isEmpty()) {
                    book.release(holds.removeLast());
                }
            }
        }
    }
}
