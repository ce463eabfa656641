package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final List<Tier> PRICES = List.of(new Tier(
            0,
            Map.of(
                    UsageClass.INPUT, 1_000_000L,
                    UsageClass.CACHED_INPUT, 100_000L,
                    UsageClass.OUTPUT, 4_000_000L,
                    UsageClass.REASONING, 4_000_000L)));
    private static final Quantities USAGE =
            Quantities.of(100, 50).with(UsageClass.CACHED_INPUT, 900).with(UsageClass.REASONING, 30);

    @Test
    void chargesACompletedAnswerByTheProvidersUsage() {
        Metered metered = Meter.finish(end(Outcome.COMPLETED, USAGE, 48, true));
        assertThat(metered.charged()).isEqualTo(USAGE);
        assertThat(metered.charge().total()).isEqualTo(100 + 90 + 200 + 120);
        assertThat(metered.estimated()).isFalse();
    }

    @Test
    void countsItselfWhenTheProviderToldNoUsage() {
        Metered metered = Meter.finish(end(Outcome.COMPLETED, null, 48, true));
        assertThat(metered.charged()).isEqualTo(Quantities.of(1_000, 48));
        assertThat(metered.estimated()).isTrue();
    }

    @Test
    void aProviderThatHasToldItsInputAloneIsBelievedThatFar() {
        Quantities begun = Quantities.of(100, 0).with(UsageClass.CACHED_INPUT, 900);

        Metered cut = Meter.finish(end(Outcome.CANCELLED, begun, 20, true));
        assertThat(cut.charged()).isEqualTo(begun.with(UsageClass.OUTPUT, 20));
        assertThat(cut.incurred()).isEqualTo(begun.with(UsageClass.OUTPUT, 20));
        assertThat(cut.estimated()).isTrue();
        assertThat(Meter.finish(end(Outcome.COMPLETED, begun, 20, true)).charged())
                .isEqualTo(begun.with(UsageClass.OUTPUT, 20));
    }

    @Test
    void rule17ACancelBeforeTheFirstEventCostsTheCallerNothingAndIsBookedAsIncurred() {
        Metered metered = Meter.finish(end(Outcome.CANCELLED, null, 0, false));
        assertThat(metered.charged()).isEqualTo(Quantities.NONE);
        assertThat(metered.charge().total()).isZero();
        assertThat(metered.incurred().input()).isEqualTo(1_000);
        assertThat(metered.providerCost()).isEqualTo(1_000);
    }

    @Test
    void aCancelBeforeAnythingWasSentCostsNobodyAnything() {
        Metered metered = Meter.finish(
                new Consumption(PRICES, PRICES, 1_000, Quantities.NONE, null, 0, false, false, Outcome.CANCELLED));
        assertThat(metered.charged()).isEqualTo(Quantities.NONE);
        assertThat(metered.incurred()).isEqualTo(Quantities.NONE);
        assertThat(metered.providerCost()).isZero();
    }

    @Test
    void rule12ARevokedStreamCostsWhatWasDelivered() {
        Metered metered = Meter.finish(end(Outcome.REVOKED, null, 20, true));
        assertThat(metered.charged()).isEqualTo(Quantities.of(1_000, 20));
    }

    @Test
    void rule17ACancelLaterCostsInputInFullAndWhatWasDelivered() {
        Metered metered = Meter.finish(end(Outcome.CANCELLED, null, 20, true));
        assertThat(metered.charged()).isEqualTo(Quantities.of(1_000, 20));
    }

    @Test
    void rule17ACancelIsNeverChargedAboveTheProvidersUsage() {
        Metered metered = Meter.finish(end(Outcome.CANCELLED, USAGE, 5_000, true));
        assertThat(metered.charged()).isEqualTo(USAGE);
        Metered early = Meter.finish(end(Outcome.CANCELLED, USAGE, 60, true));
        assertThat(early.charged().output()).isEqualTo(60);
        assertThat(early.charged().input()).isEqualTo(1_000);
        assertThat(early.incurred()).isEqualTo(USAGE);
        assertThat(early.estimated()).as("what was delivered is our own count").isTrue();
        assertThat(metered.estimated()).isFalse();
    }

    @Test
    void chargesNothingWhenTheProviderNeverBegan() {
        Metered metered = Meter.finish(end(Outcome.REFUSED, null, 0, false));
        assertThat(metered.charge()).isEqualTo(Charge.NOTHING);
        assertThat(metered.incurred().isEmpty()).isTrue();
        assertThat(metered.estimated()).isFalse();
    }

    @Test
    void unitsAreChargedAsTheProviderTellsThemElseAsTheyWereAskedFor() {
        Quantities asked = Quantities.NONE.with(UsageClass.CHARACTERS, 12);
        Quantities told = Quantities.NONE.with(UsageClass.CHARACTERS, 11);
        List<Tier> prices = List.of(new Tier(0, Map.of(UsageClass.CHARACTERS, 5_000_000L)));
        Consumption silent = new Consumption(prices, null, 0, asked, null, 0, true, true, Outcome.COMPLETED);
        assertThat(Meter.finish(silent).charge().total()).isEqualTo(60);
        assertThat(Meter.finish(silent).estimated()).isFalse();
        Consumption telling = new Consumption(prices, null, 0, asked, told, 0, true, true, Outcome.COMPLETED);
        assertThat(Meter.finish(telling).charge().total()).isEqualTo(55);
        Consumption cut = new Consumption(prices, null, 0, asked, null, 0, true, true, Outcome.CANCELLED);
        assertThat(Meter.finish(cut).charged())
                .as("from the first event on, in full")
                .isEqualTo(asked);
        Consumption early = new Consumption(prices, null, 0, asked, null, 0, true, false, Outcome.CANCELLED);
        assertThat(Meter.finish(early).charged()).isEqualTo(Quantities.NONE);
        assertThat(Meter.finish(early).incurred()).isEqualTo(asked);
    }

    @Test
    void unitsAloneAreNoCountOfTokens() {
        Quantities told = Quantities.NONE.with(UsageClass.SEARCHES, 1);
        List<Tier> prices = List.of(new Tier(0, Map.of(UsageClass.INPUT, 1_000_000L, UsageClass.SEARCHES, 0L)));
        Metered metered = Meter.finish(
                new Consumption(prices, null, 40, Quantities.NONE, told, 0, true, true, Outcome.COMPLETED));
        assertThat(metered.charge().total()).isEqualTo(40);
        assertThat(metered.estimated()).isTrue();
    }

    private static Consumption end(Outcome outcome, @Nullable Quantities usage, long delivered, boolean began) {
        return new Consumption(PRICES, PRICES, 1_000, Quantities.NONE, usage, delivered, true, began, outcome);
    }
}
