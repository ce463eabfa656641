package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.payment.RefundPlan.Part;
import dev.tollgate.billing.payment.RefundPlan.Result;
import dev.tollgate.billing.payment.RefundPlan.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RefundPlanTest {
    private static final long CREDIT = 1_000_000_000L;

    @Test
    void aRestSmallerThanACentStays() {
        Source source = new Source(1, payment(100), 10 * CREDIT + 1, 1200);
        assertThat(RefundPlan.of(null, Long.MAX_VALUE, List.of(source)))
                .isInstanceOfSatisfying(Result.Planned.class, planned -> {
                    assertThat(planned.parts().getFirst().amount()).isEqualTo(120);
                    assertThat(planned.parts().getFirst().credits()).isEqualTo(10 * CREDIT);
                });
        assertThat(RefundPlan.of(10 * CREDIT + 1, Long.MAX_VALUE, List.of(source)))
                .isEqualTo(new Result.NotExact(10 * CREDIT));
    }

    @Test
    void whatIsHeldIsNotRefunded() {
        Source source = new Source(1, payment(100), 100 * CREDIT, 1200);
        assertThat(RefundPlan.of(10 * CREDIT, 9 * CREDIT, List.of(source))).isEqualTo(new Result.NotEnough(9 * CREDIT));
        assertThat(RefundPlan.of(null, 0, List.of(source))).isEqualTo(new Result.NotEnough(0));
    }

    @Property
    void neverMoreThanIsThereNeitherInCreditNorInMoney(
            @ForAll long seed, @ForAll @LongRange(max = 1_000 * CREDIT) long free) {
        Random random = new Random(seed);
        List<Source> sources = new ArrayList<>();
        for (int lot = 0; lot < random.nextInt(1, 6); lot++) {
            Payment payment = payment(random.nextLong(1, 200));
            sources.add(new Source(
                    lot, payment, random.nextLong(1, payment.credits() + 1), random.nextLong(1, payment.amount() + 1)));
        }
        if (RefundPlan.of(null, free, sources) instanceof Result.Planned planned) {
            long credits = planned.parts().stream().mapToLong(Part::credits).sum();
            assertThat(credits).isBetween(1L, free);
            for (Part part : planned.parts()) {
                Source source = sources.get((int) part.lotId());
                assertThat(part.credits()).isLessThanOrEqualTo(source.credits());
                assertThat(part.amount()).isBetween(1L, source.amount());
                // A part's credit covers its money: nobody gets money for credit that stays.
                assertThat(Rate.up(
                                part.amount(),
                                part.payment().credits(),
                                part.payment().amount()))
                        .isEqualTo(part.credits());
            }
            assertThat(planned.parts()).isSortedAccordingTo((a, b) -> Long.compare(a.lotId(), b.lotId()));
        }
    }

    private static Payment payment(long credits) {
        Rates.Price price = new Rates.Price(credits * CREDIT, credits * 12, "usd");
        return Payment.open("acct", Payment.Origin.CHECKOUT, price, "card", false, Instant.EPOCH);
    }
}
