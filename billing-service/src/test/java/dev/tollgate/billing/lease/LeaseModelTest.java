package dev.tollgate.billing.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Edges, customers and operators do what they do in any order, answers get lost, leases run out; after each step the
/// deciders' books agree with a model that only adds and subtracts.
class LeaseModelTest {
    /// What happens next. Numbers are taken modulo what there is.
    sealed interface Step {
        /// @param limited under the spend limit, or the account's shared lease
        record Ask(int edge, boolean limited, long bound, long learned, long least, long surplus) implements Step {}

        /// The answer was lost: the edge asks the same again.
        record AskAgain(int edge, boolean limited) implements Step {}

        record GiveBack(int edge, boolean limited, long amount, boolean close) implements Step {}

        record Use(int edge, boolean limited, long amount) implements Step {}

        record Gift(long amount) implements Step {}

        record SetLimit(long amount) implements Step {}

        record Freeze(boolean frozen) implements Step {}

        /// An edge does not come back: its holds end.
        record Expire(int edge) implements Step {}

        record Wait(int minutes) implements Step {}
    }

    @Property(tries = 400)
    void theBooksAreWhatANaiveModelSays(@ForAll("steps") List<Step> steps) {
        LeaseWorld world = new LeaseWorld(1_000, 300);
        for (Step step : steps) {
            world.play(step);
            world.agrees();
        }
        world.closeAll();
        world.agrees();
        assertThat(world.held()).isZero();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> edge = Arbitraries.integers().between(0, 2);
        Arbitrary<Boolean> limited = Arbitraries.of(true, false);
        Arbitrary<Long> amount = Arbitraries.longs().between(0, 400);
        Arbitrary<Step> ask = Combinators.combine(edge, limited, amount, amount, amount, amount)
                .as(Step.Ask::new);
        Arbitrary<Step> again = Combinators.combine(edge, limited).as(Step.AskAgain::new);
        Arbitrary<Step> back = Combinators.combine(edge, limited, amount, Arbitraries.of(false, false, true))
                .as(Step.GiveBack::new);
        Arbitrary<Step> use = Combinators.combine(edge, limited, amount).as(Step.Use::new);
        Arbitrary<Step> operator = Arbitraries.oneOf(
                amount.map(Step.Gift::new),
                amount.map(Step.SetLimit::new),
                limited.map(Step.Freeze::new),
                edge.map(Step.Expire::new),
                Arbitraries.of(1, 60, 1_500).map(Step.Wait::new));
        return Arbitraries.oneOf(List.of(ask, ask, again, back, use, use, operator))
                .list()
                .ofMaxSize(60);
    }
}
