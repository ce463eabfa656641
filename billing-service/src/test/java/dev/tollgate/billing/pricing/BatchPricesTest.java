package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.BatchPrice;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What batches pay: `batch_multiplier` of the file, of a group or of a model's prices, the last winning.
class BatchPricesTest {
    private static final String FILE = """
            batch_multiplier: 0.5
            models:
              - {id: usual, capabilities: [chat], prices: {input: 0.000000003, output: 2}}
              - {id: own, capabilities: [chat], prices: {input: 1, output: 2, batch_multiplier: 0.9}}
              - {id: whole, capabilities: [chat], prices: {input: 1, output: 2, batch_multiplier: 1}}
            groups:
              - {id: default, models: ["*"]}
              - {id: partners, models: ["*"], multiplier: 0.5, batch_multiplier: 0.25}
            """;

    @Test
    void theModelSaysItElseTheGroupElseTheFile() {
        Map<String, ModelPrice> prices = compiled(FILE);

        assertThat(multiplier(prices, "usual default")).isEqualTo(500_000);
        assertThat(multiplier(prices, "usual partners")).isEqualTo(250_000);
        assertThat(multiplier(prices, "own partners")).isEqualTo(900_000);
        assertThat(output(prices, "own partners")).as("2 credits × 0.5 × 0.9").isEqualTo(900_000_000);
    }

    @Test
    void whatCostsTheSameIsNotToldTwice() {
        assertThat(price(compiled(FILE), "whole default").batch()).isNull();
        assertThat(price(compiled(FILE.replace("batch_multiplier: 0.5\n", "")), "usual default")
                        .batch())
                .isNull();
    }

    @Test
    void bothMultipliersAreAppliedAndRoundedOnceHalfToEven() {
        ModelPrice usual = price(compiled(FILE), "usual default");
        BatchPrice batch = Objects.requireNonNull(usual.batch());

        assertThat(usual.tiers().getFirst().nanosPerMillion()).containsEntry(UsageClass.INPUT, 3L);
        assertThat(batch.tiers().getFirst().nanosPerMillion())
                .as("1.5, to the even 2")
                .containsEntry(UsageClass.INPUT, 2L);
        BatchPrice partners =
                Objects.requireNonNull(price(compiled(FILE), "usual partners").batch());
        assertThat(partners.tiers().getFirst().nanosPerMillion())
                .as("3 × 0.5 × 0.25 = 0.375; rounded twice it would be 2 × 0.25 = 0.5")
                .containsEntry(UsageClass.INPUT, 0L);
    }

    @Test
    void moreThanThePriceIsNoBatchsPrice() {
        assertThat(CatalogueReader.read(
                        FILE.replace("multiplier: 0.25", "multiplier: 1.1").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Reading.Unreadable.class);
    }

    private static long multiplier(Map<String, ModelPrice> prices, String pair) {
        return Objects.requireNonNull(price(prices, pair).batch()).multiplierPpm();
    }

    private static long output(Map<String, ModelPrice> prices, String pair) {
        return Objects.requireNonNull(
                price(prices, pair).tiers(true).getFirst().nanosPerMillion().get(UsageClass.OUTPUT));
    }

    private static ModelPrice price(Map<String, ModelPrice> prices, String pair) {
        return Objects.requireNonNull(prices.get(pair));
    }

    private static Map<String, ModelPrice> compiled(String file) {
        return switch (CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Read read ->
                read.compiled().prices().stream()
                        .collect(Collectors.toMap(price -> price.model() + " " + price.group(), Function.identity()));
            case Reading.Unreadable unreadable -> throw new AssertionError(unreadable.problems());
        };
    }
}
