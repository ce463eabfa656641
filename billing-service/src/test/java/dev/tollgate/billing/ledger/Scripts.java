package dev.tollgate.billing.ledger;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/// What may happen, in any order. Within a session of jqwik's.
final class Scripts {
    private static final int GENERATION_SIZE = 1_000;

    private Scripts() {}

    /// The same for the same seed.
    static List<Step> of(long seed, int most) {
        return steps().list()
                .ofMinSize(most / 2)
                .ofMaxSize(most)
                .generator(GENERATION_SIZE)
                .next(new Random(seed))
                .value();
    }

    private static Arbitrary<Step> steps() {
        return Arbitraries.frequencyOf(Tuple.of(5, town()), Tuple.of(8, money()), Tuple.of(9, edges()));
    }

    private static Arbitrary<Step> town() {
        Arbitrary<Integer> account = any();
        Arbitrary<Integer> credits = Arbitraries.integers().between(1, 40);
        Arbitrary<Step> give = Combinators.combine(account, credits, Arbitraries.of(0, 0, 5, 30, 90), often(5))
                .as(Step.Give::new);
        Arbitrary<Step> redeem = Combinators.combine(account, any()).as(Step.Redeem::new);
        Arbitrary<Step> limit = Combinators.combine(account, upTo(60)).as(Step.SetLimit::new);
        Arbitrary<Step> freeze = Combinators.combine(account, often(4)).as(Step.Freeze::new);
        Arbitrary<Step> overdraft =
                Combinators.combine(account, Arbitraries.of(0, 0, 7)).as(Step.Overdraft::new);
        Arbitrary<Step> pass = Arbitraries.of(1, 1, 12, 40).map(Step.Pass::new);
        return Arbitraries.frequencyOf(
                Tuple.of(4, give),
                Tuple.of(2, redeem),
                Tuple.of(1, limit),
                Tuple.of(1, freeze),
                Tuple.of(1, overdraft),
                Tuple.of(2, pass),
                Tuple.of(2, Arbitraries.create(Step.ExpireGifts::new)));
    }

    private static Arbitrary<Step> money() {
        Arbitrary<Integer> percent = Arbitraries.of(100, 50, 33, 10, 1);
        Arbitrary<Step> buy = Combinators.combine(any(), Arbitraries.integers().between(5, 60), often(2))
                .as(Step.Buy::new);
        Arbitrary<Step> low = Combinators.combine(any(), Arbitraries.integers().between(1, 80))
                .as(Step.RunLow::new);
        Arbitrary<Step> tell = Combinators.combine(any(), often(5)).as(Step.Tell::new);
        Arbitrary<Step> ask =
                Combinators.combine(any(), Arbitraries.of(0, 1, 5, 20)).as(Step.AskRefund::new);
        Arbitrary<Step> decide =
                Combinators.combine(any(), Arbitraries.of(true, true, false)).as(Step.Decide::new);
        Arbitrary<Step> byHand = Combinators.combine(any(), percent).as(Step.RefundByHand::new);
        Arbitrary<Step> dispute = Combinators.combine(any(), percent, often(4)).as(Step.Dispute::new);
        Arbitrary<Step> close = Combinators.combine(any(), often(2)).as(Step.CloseDispute::new);
        return Arbitraries.frequencyOf(
                Tuple.of(5, buy),
                Tuple.of(2, low),
                Tuple.of(7, tell),
                Tuple.of(2, Arbitraries.create(Step.TellAll::new)),
                Tuple.of(3, ask),
                Tuple.of(4, decide),
                Tuple.of(1, byHand),
                Tuple.of(2, any().map(Step.BankReturns::new)),
                Tuple.of(1, dispute),
                Tuple.of(1, close));
    }

    private static Arbitrary<Step> edges() {
        Arbitrary<Integer> credits = upTo(20);
        Arbitrary<Integer> tokens = upTo(15_000_000).map(drawn -> drawn + 1);
        Arbitrary<Step> ask =
                Combinators.combine(any(), any(), often(3), credits, credits).as(Step.Ask::new);
        Arbitrary<Step> back =
                Combinators.combine(any(), any(), often(3), credits, often(3)).as(Step.GiveBack::new);
        Arbitrary<Step> begin =
                Combinators.combine(any(), any(), often(3), tokens).as(Step.Begin::new);
        Arbitrary<Step> end = Combinators.combine(any(), any(), tokens).as(Step.End::new);
        Arbitrary<Step> use = Combinators.combine(
                        any(), any(), often(3), tokens, Arbitraries.integers().between(1, 3))
                .as(Step.Use::new);
        Arbitrary<Step> again = Combinators.combine(any(), any(), often(3)).as(Step.UseAgain::new);
        Arbitrary<Step> unpriced = Combinators.combine(any(), any(), tokens).as(Step.Unpriced::new);
        Arbitrary<Step> crash = Combinators.combine(any(), often(2)).as(Step.Crash::new);
        return Arbitraries.frequencyOf(
                Tuple.of(8, ask),
                Tuple.of(1, any().map(Step.AskAgain::new)),
                Tuple.of(2, back),
                Tuple.of(2, begin),
                Tuple.of(2, end),
                Tuple.of(8, use),
                Tuple.of(2, again),
                Tuple.of(1, unpriced),
                Tuple.of(1, crash));
    }

    /// Which one, of however many there are.
    private static Arbitrary<Integer> any() {
        return upTo(999);
    }

    private static Arbitrary<Integer> upTo(int most) {
        return Arbitraries.integers().between(0, most).withDistribution(RandomDistribution.uniform());
    }

    /// True once in so many times.
    private static Arbitrary<Boolean> often(int times) {
        return upTo(times - 1).map(drawn -> drawn == 0);
    }
}
