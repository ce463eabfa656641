package dev.tollgate.console.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.models.ExchangeResource.Exchange;
import dev.tollgate.console.models.ExchangeResource.Rate;
import dev.tollgate.console.models.Priced.Part;
import dev.tollgate.console.models.Priced.Unit;
import dev.tollgate.console.web.Address;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricedTest {
    private static final Exchange EXCHANGE = new Exchange(
            "exchange", true, List.of(new Rate("usd", "12", "1000000000"), new Rate("cny", "85", "1000000000")));
    private static final PriceScale NOMINAL = scale(null, null);

    @Test
    void nominalPricesAreInCreditsAndTopUpPricesInWhatTheseCost() {
        PublicModel model = model(List.of("chat"), Map.of("input", "25000000000"));
        assertThat(amount(Priced.of(model, NOMINAL), "input")).isEqualTo("25");
        assertThat(amount(Priced.of(model, scale("top-up", "usd")), "input")).isEqualTo("3");
        assertThat(amount(Priced.of(model, scale("top-up", "cny")), "input")).isEqualTo("21.25");
    }

    @Test
    void aCurrencyThatIsNotSoldInIsTheUsualOne() {
        assertThat(scale("top-up", "xau").currency()).isEqualTo("cny");
        assertThat(scale("top-up", null).currency()).isEqualTo("cny");
        assertThat(scale("cheap", "usd").isTopUp()).isFalse();
    }

    @Test
    void whatIsNoTokensIsPricedByTheUnitThatPeopleKnow() {
        assertThat(only("milli_images", "333333333000")).isEqualTo("IMAGE 0.333333333");
        assertThat(only("characters", "125000000000")).isEqualTo("MILLION_CHARACTERS 125");
        assertThat(only("audio_milliseconds", "833333333")).isEqualTo("MINUTE 0.04999999998");
        assertThat(only("searches", "16666667000000")).isEqualTo("THOUSAND_SEARCHES 16.666667");
    }

    @Test
    void classesThatSayNothingOfTheModelAreLeftOut() {
        Map<String, String> prices = Map.of(
                "input",
                "10",
                "cached_input",
                "1",
                "audio_input",
                "10",
                "image_input",
                "10",
                "output",
                "40",
                "reasoning",
                "40");
        assertThat(usages(model(List.of("chat", "vision"), prices)))
                .containsExactlyInAnyOrder("input", "cached_input", "image_input", "output");
        assertThat(usages(model(List.of("chat", "reasoning"), prices)))
                .containsExactlyInAnyOrder("input", "cached_input", "output", "reasoning");
    }

    @Test
    void addressesKeepTheScaleAndTheFilters() {
        Address list = new Address("/pricing").with("search", "gpt");
        assertThat(NOMINAL.on("/models/demo")).isEqualTo("/models/demo");
        assertThat(scale("top-up", "usd").on("/models/demo")).isEqualTo("/models/demo?price=top-up&currency=usd");
        assertThat(scale("top-up", "usd").nominal(list)).isEqualTo("/pricing?search=gpt");
        assertThat(NOMINAL.topUp(list, "cny")).isEqualTo("/pricing?search=gpt&price=top-up&currency=cny");
        assertThat(scale("top-up", "cny").topUp(list, "")).isEqualTo("/pricing?search=gpt&price=top-up&currency=cny");
    }

    private static PriceScale scale(@Nullable String price, @Nullable String currency) {
        return PriceScale.of(new PriceChoice(price, currency), EXCHANGE, "cny");
    }

    private static PublicModel model(List<String> capabilities, Map<String, String> prices) {
        return new PublicModel(
                "m",
                "model",
                List.of(),
                "us",
                List.of("us"),
                1,
                1,
                List.of("chat"),
                capabilities,
                1,
                false,
                List.of(new PublicModel.Tier(0, prices)));
    }

    private static String amount(Priced priced, String usage) {
        Part part = Objects.requireNonNull(priced.first(usage));
        return part.amount().stripTrailingZeros().toPlainString();
    }

    private static String only(String usage, String nanos) {
        Priced priced = Priced.of(model(List.of("images"), Map.of(usage, nanos)), NOMINAL);
        Unit unit = priced.units().getFirst().unit();
        return unit + " " + amount(priced, usage);
    }

    private static List<String> usages(PublicModel model) {
        return Priced.of(model, NOMINAL).tiers().getFirst().parts().stream()
                .map(Part::usage)
                .toList();
    }
}
