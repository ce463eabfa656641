package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.pricing.ModelPricesImport.Outcome;
import dev.tollgate.billing.pricing.ModelPricesImport.Terms;
import dev.tollgate.billing.pricing.ModelPricesImport.What;
import dev.tollgate.billing.pricing.PriceBase.Source;
import dev.tollgate.contract.billing.v1.ImportReport.Skipped;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/// One credit is USD 0.12 here.
class ModelPricesImportTest {
    private static final BigDecimal USD_PER_CREDIT = new BigDecimal("0.12");
    private static final PriceBase BASE = new PriceBase(
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(
                    "chatty", Set.of("chat"),
                    "tts", Set.of("speech"),
                    "stt", Set.of("transcription"),
                    "pics", Set.of("images"),
                    "sorter", Set.of("rerank")),
            Map.of(
                    "openai/chatty", new Source("openai", "chatty", "gpt-x"),
                    "gemini/chatty", new Source("gemini", "chatty", "gemini-x"),
                    "openai/tts", new Source("openai", "tts", "tts-1"),
                    "openai/stt", new Source("openai", "stt", "whisper-1"),
                    "openai/pics", new Source("openai", "pics", "pic-1"),
                    "cohere/sorter", new Source("cohere", "sorter", "rerank-1")),
            null);

    @Test
    void everyClassAndTierIsTakenExactly() {
        PricePatch patch = imported("""
                {"gpt-x": {"litellm_provider": "openai", "input_cost_per_token": 1.25e-06,
                  "cache_read_input_token_cost": 3.125e-07, "cache_creation_input_token_cost": 0.0000015625,
                  "input_cost_per_audio_token": 7e-07, "input_cost_per_image_token": 8E-7,
                  "output_cost_per_token": 1e-05, "output_cost_per_reasoning_token": 2e-05,
                  "output_cost_per_audio_token": 4e-05, "output_cost_per_image_token": 3e-05,
                  "input_cost_per_token_above_200k_tokens": 2.5e-06,
                  "output_cost_per_token_above_200k_tokens": 1.5e-05, "max_input_tokens": 1000000,
                  "supports_vision": true, "search_context_cost_per_query": {"search_context_size_low": 0.03}}}
                """, What.COSTS);
        List<Tier> tiers =
                Objects.requireNonNull(patch.costs().get("openai/chatty")).tiers();
        assertThat(tiers).extracting(Tier::aboveInput).containsExactly(0L, 200_000L);
        // 1.25 USD a million ÷ 0.12
        assertThat(tiers.getFirst().nanosPerMillion())
                .containsEntry(UsageClass.INPUT, 10_416_666_667L)
                .containsEntry(UsageClass.CACHED_INPUT, 2_604_166_667L)
                .containsEntry(UsageClass.CACHE_WRITE, 13_020_833_333L)
                .containsEntry(UsageClass.AUDIO_INPUT, 5_833_333_333L)
                .containsEntry(UsageClass.IMAGE_INPUT, 6_666_666_667L)
                .containsEntry(UsageClass.OUTPUT, 83_333_333_333L)
                .containsEntry(UsageClass.REASONING, 166_666_666_667L)
                .containsEntry(UsageClass.AUDIO_OUTPUT, 333_333_333_333L)
                .containsEntry(UsageClass.IMAGE_OUTPUT, 250_000_000_000L);
        assertThat(tiers.getLast().nanosPerMillion())
                .containsEntry(UsageClass.INPUT, 20_833_333_333L)
                .containsEntry(UsageClass.CACHED_INPUT, 2_604_166_667L)
                .containsEntry(UsageClass.OUTPUT, 125_000_000_000L);
        assertThat(patch.models()).isEmpty();
    }

    @Test
    void unitsOtherThanTokensAreTaken() {
        PricePatch patch = imported("""
                {"openai/tts-1": {"litellm_provider": "openai", "mode": "audio_speech", "input_cost_per_character": 1.5e-05},
                 "whisper-1": {"litellm_provider": "openai", "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0},
                 "pic-1": {"litellm_provider": "openai", "output_cost_per_image": 0.04},
                 "rerank-1": {"litellm_provider": "cohere", "input_cost_per_query": 0.002,
                   "input_cost_per_token": 0.0, "output_cost_per_token": 0.0}}
                """, What.PRICES);
        assertThat(first(patch, "tts")).containsEntry(UsageClass.CHARACTERS, 125_000_000_000L);
        // USD 0.006 a minute is 0.05 credits for 60,000 milliseconds
        assertThat(first(patch, "stt")).containsEntry(UsageClass.AUDIO_MILLISECONDS, 833_333_333L);
        assertThat(first(patch, "pics")).containsEntry(UsageClass.MILLI_IMAGES, 333_333_333_333L);
        assertThat(first(patch, "sorter")).containsEntry(UsageClass.SEARCHES, 16_666_666_666_667L);
        assertThat(patch.costs()).isEmpty();
    }

    @Test
    void whatIsNotTakenIsToldWithItsReason() {
        Outcome.Imported outcome = (Outcome.Imported) read("""
                {"sample_spec": {"input_cost_per_token": 0.0},
                 "nobody": {"litellm_provider": "openai", "input_cost_per_token": 1e-6},
                 "gpt-x": {"litellm_provider": "azure", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6},
                 "gemini-x": {"litellm_provider": "gemini", "input_cost_per_token": 1e-6},
                 "tts-1": {"litellm_provider": "openai", "input_cost_per_character": 0.0},
                 "whisper-1": {"litellm_provider": "openai", "input_cost_per_second": "cheap"},
                 "pic-1": {"litellm_provider": "openai", "output_cost_per_image": -1},
                 "rerank-1": {"litellm_provider": "cohere", "input_cost_per_query": 1e9},
                 "list": []}
                """, What.BOTH, 1_000_000);
        assertThat(outcome.patch().isNothing()).isTrue();
        assertThat(outcome.report().entries()).isEqualTo(8);
        assertThat(outcome.report().skipped())
                .containsExactlyInAnyOrder(
                        new Skipped("no deployment uses it", 2, List.of("nobody", "gpt-x")),
                        new Skipped("output is missing", 1, List.of("gemini-x")),
                        new Skipped(
                                "it has no price, or only zeros: say free: true in the catalogue", 1, List.of("tts-1")),
                        new Skipped("input_cost_per_second is not a number", 1, List.of("whisper-1")),
                        new Skipped("output_cost_per_image is no price", 1, List.of("pic-1")),
                        new Skipped("searches is dearer than any price may be", 1, List.of("rerank-1")),
                        new Skipped("not an object", 1, List.of("list")));
    }

    @Test
    void whatIsNotOfTheFormatIsRefused() {
        assertThat(read("[]", What.BOTH, 1)).isInstanceOf(Outcome.Unreadable.class);
        assertThat(read("{\"a\": {", What.BOTH, 1)).isInstanceOf(Outcome.Unreadable.class);
        assertThat(read("{} {}", What.BOTH, 1)).isInstanceOf(Outcome.Unreadable.class);
        assertThat(read("{\"a\": {}, \"a\": {}}", What.BOTH, 1)).isInstanceOf(Outcome.Unreadable.class);
        assertThat(read("{\"a\": {\"input_cost_per_token\": 1e999999999}}", What.BOTH, 1))
                .isInstanceOf(Outcome.Imported.class);
        assertThat(read("{\"a\": ".repeat(100), What.BOTH, 1)).isInstanceOf(Outcome.Unreadable.class);
    }

    /// Digits × 10^exponent USD a token at any markup: rounded once, half to even, and no double on the way.
    @Property
    void aFloatIsReadAsTheDecimalThatItIs(
            @ForAll @LongRange(min = 1, max = 999_999_999_999L) long digits,
            @ForAll @IntRange(min = -20, max = -12) int exponent,
            @ForAll @LongRange(min = 1, max = 20_000_000) long markup) {
        String usd = digits + "e" + exponent;
        Outcome.Imported outcome = (Outcome.Imported) read("""
                {"gpt-x": {"litellm_provider": "openai", "input_cost_per_token": %1$s, "output_cost_per_token": %1$s}}
                """.formatted(usd), What.PRICES, markup);
        BigInteger expected = credits(usd, markup);
        if (outcome.patch().models().isEmpty()) {
            assertThat(expected.max(credits(usd, 1_000_000))).isGreaterThan(BigInteger.TEN.pow(15));
        } else {
            assertThat(BigInteger.valueOf(Objects.requireNonNull(
                            first(outcome.patch(), "chatty").get(UsageClass.INPUT))))
                    .isEqualTo(expected);
        }
    }

    private static BigInteger credits(String usd, long markup) {
        return new BigDecimal(usd)
                .scaleByPowerOfTen(15)
                .multiply(new BigDecimal(markup).scaleByPowerOfTen(-6))
                .divide(USD_PER_CREDIT, 0, RoundingMode.HALF_EVEN)
                .toBigInteger();
    }

    private static Map<UsageClass, Long> first(PricePatch patch, String model) {
        return Objects.requireNonNull(patch.models().get(model))
                .tiers()
                .getFirst()
                .nanosPerMillion();
    }

    private static PricePatch imported(String json, What what) {
        return ((Outcome.Imported) read(json, what, 1_000_000)).patch();
    }

    private static Outcome read(String json, What what, long markup) {
        return ModelPricesImport.read(
                json.getBytes(StandardCharsets.UTF_8), BASE, new Terms(what, USD_PER_CREDIT, markup));
    }
}
