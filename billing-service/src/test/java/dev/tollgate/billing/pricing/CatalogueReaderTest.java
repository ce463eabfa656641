package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.pricing.Reading.Read;
import dev.tollgate.billing.pricing.Reading.Unreadable;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueReaderTest {
    private static final String FILE = """
            version: 1
            routing_part: {unknown: here}
            models:
              - id: m
                context_window: nonsense to us
                prices:
                  input: 20.833333333
                  output: '125'
                  tiers:
                    - {above_input: 272000, input: 41.666666667, cached_input: 1, output: 187.5, reasoning: 200}
              - {id: free, prices: {free: true}}
              - {id: unpriced}
            deployments:
              - {id: d, model: m, cost: {input: 1, output: 2}}
              - {id: e, model: m}
            groups:
              - {id: default, models: ['*']}
              - {id: half, models: ['*'], except: [free], multiplier: 0.5}
              - {id: odd, models: [m], multiplier: 1.000001}
            """;

    /// Golden vectors: worked out by hand, in nano-credits per million.
    @Test
    void compilesEveryClassPerModelAndGroup() {
        CompiledPrices compiled = read(FILE).compiled();

        assertThat(compiled.prices())
                .extracting(price -> price.model() + "/" + price.group())
                .containsExactly("free/default", "m/default", "m/half", "m/odd");
        assertThat(tiers(compiled, "m", "default").getFirst().nanosPerMillion())
                .isEqualTo(Map.ofEntries(
                        Map.entry(UsageClass.INPUT, 20_833_333_333L),
                        Map.entry(UsageClass.CACHED_INPUT, 2_083_333_333L),
                        Map.entry(UsageClass.CACHE_WRITE, 20_833_333_333L),
                        Map.entry(UsageClass.AUDIO_INPUT, 20_833_333_333L),
                        Map.entry(UsageClass.IMAGE_INPUT, 20_833_333_333L),
                        Map.entry(UsageClass.OUTPUT, 125_000_000_000L),
                        Map.entry(UsageClass.REASONING, 125_000_000_000L),
                        Map.entry(UsageClass.AUDIO_OUTPUT, 125_000_000_000L),
                        Map.entry(UsageClass.IMAGE_OUTPUT, 125_000_000_000L),
                        Map.entry(UsageClass.MILLI_IMAGES, 0L),
                        Map.entry(UsageClass.CHARACTERS, 0L),
                        Map.entry(UsageClass.AUDIO_MILLISECONDS, 0L),
                        Map.entry(UsageClass.SEARCHES, 0L)));
        Tier above = tiers(compiled, "m", "default").get(1);
        assertThat(above.aboveInput()).isEqualTo(272_000);
        assertThat(above.nanosPerMillion())
                .containsEntry(UsageClass.CACHED_INPUT, 1_000_000_000L)
                .containsEntry(UsageClass.REASONING, 200_000_000_000L)
                .containsEntry(UsageClass.AUDIO_OUTPUT, 187_500_000_000L);
    }

    @Test
    void roundsTheMultiplierHalfToEven() {
        CompiledPrices compiled = read(FILE).compiled();
        Map<UsageClass, Long> half = tiers(compiled, "m", "half").getFirst().nanosPerMillion();
        assertThat(half).containsEntry(UsageClass.INPUT, 10_416_666_666L);
        assertThat(half).containsEntry(UsageClass.CACHED_INPUT, 1_041_666_666L);
        Map<UsageClass, Long> odd = tiers(compiled, "m", "odd").getFirst().nanosPerMillion();
        assertThat(odd).containsEntry(UsageClass.INPUT, 20_833_354_166L);
    }

    /// Golden vectors: worked out by hand, in nano-credits per million of what is counted.
    @Test
    void compilesUnitsWithTheGroupsMultiplier() {
        CompiledPrices compiled = read("""
                models:
                  - {id: i, capabilities: [images], prices: {image: 0.333333333}}
                  - {id: s, capabilities: [speech], prices: {thousand_characters: 0.125}}
                  - {id: t, capabilities: [transcription], prices: {audio_minute: 0.05}}
                  - {id: r, capabilities: [rerank], prices: {search: 0.016666667}}
                  - {id: e, capabilities: [embeddings], prices: {input: 0.2}}
                  - {id: v, capabilities: [speech], prices: {input: 5, audio_output: 100}}
                groups:
                  - {id: default, models: ['*']}
                  - {id: half, models: ['*'], multiplier: 0.5}
                """).compiled();

        assertThat(first(compiled, "i", "default"))
                .containsEntry(UsageClass.MILLI_IMAGES, 333_333_333_000L)
                .containsEntry(UsageClass.INPUT, 0L)
                .containsEntry(UsageClass.OUTPUT, 0L);
        assertThat(first(compiled, "i", "half")).containsEntry(UsageClass.MILLI_IMAGES, 166_666_666_500L);
        assertThat(first(compiled, "s", "default")).containsEntry(UsageClass.CHARACTERS, 125_000_000_000L);
        assertThat(first(compiled, "t", "default")).containsEntry(UsageClass.AUDIO_MILLISECONDS, 833_333_333L);
        assertThat(first(compiled, "t", "half")).containsEntry(UsageClass.AUDIO_MILLISECONDS, 416_666_666L);
        assertThat(first(compiled, "r", "default")).containsEntry(UsageClass.SEARCHES, 16_666_667_000_000L);
        assertThat(first(compiled, "e", "default"))
                .containsEntry(UsageClass.INPUT, 200_000_000L)
                .containsEntry(UsageClass.OUTPUT, 0L)
                .containsEntry(UsageClass.SEARCHES, 0L);
        assertThat(first(compiled, "v", "default"))
                .containsEntry(UsageClass.AUDIO_OUTPUT, 100_000_000_000L)
                .containsEntry(UsageClass.OUTPUT, 100_000_000_000L);
    }

    @Test
    void keepsAUnitsPriceInEveryTierThatDoesNotSayOtherwise() {
        CompiledPrices compiled = read("""
                models:
                  - id: m
                    capabilities: [chat, images]
                    prices:
                      {input: 1, output: 2, image: 3, tiers: [{above_input: 5, input: 2, output: 4},
                        {above_input: 9, input: 2, output: 4, image: 7}]}
                groups: [{id: default, models: ['*']}]
                """).compiled();

        assertThat(tiers(compiled, "m", "default"))
                .extracting(tier -> tier.nanosPerMillion().get(UsageClass.MILLI_IMAGES))
                .containsExactly(3_000_000_000_000L, 3_000_000_000_000L, 7_000_000_000_000L);
    }

    @Test
    void asksOfADeploymentsCostWhatItAsksOfItsModelsPrices() {
        String file = """
                models: [{id: t, capabilities: [transcription], prices: {audio_minute: 1}}]
                deployments: [{id: d, model: t, cost: {%s: 0.5}}]
                """;

        assertThat(read(file.formatted("audio_minute")).compiled().costs()).hasSize(1);
        Reading refused = CatalogueReader.read(file.formatted("search").getBytes(StandardCharsets.UTF_8));
        assertThat(((Unreadable) refused).problems().getFirst())
                .isEqualTo("line 2: deployments[0].cost: do not cover transcription: give audio_minute, or input and"
                        + " output");
    }

    /// The same lines as routing's reader is tested on: a file is taken by both or refused by both.
    @ParameterizedTest
    @MethodSource("forms")
    void takesAndRefusesWhatRoutingDoes(String verdict, String capabilities, String prices) {
        String file = "models: [{id: m, capabilities: [" + capabilities + "], prices: " + prices + "}]";

        assertThat(CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(verdict.equals("taken") ? Read.class : Unreadable.class);
    }

    static Stream<Arguments> forms() throws IOException {
        Path forms = Path.of("../contracts/src/test/resources/catalogue/price-forms.txt");
        return Files.readAllLines(forms).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\|", 3))
                .map(parts -> Arguments.of(parts[0].strip(), parts[1].strip(), parts[2].strip()));
    }

    @Test
    void keepsAFreeModelApartFromOneWithoutAPrice() {
        Read read = read(FILE);
        assertThat(tiers(read.compiled(), "free", "default").getFirst().nanosPerMillion())
                .hasSize(UsageClass.values().length)
                .containsEntry(UsageClass.OUTPUT, 0L);
        assertThat(read.prices().unpriced()).containsExactly("unpriced");
        assertThat(read.compiled().costs()).extracting("deployment").containsExactly("d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{input: 0.0000000001, output: 1}| exact to 9 decimals",
                "{input: 1e3, output: 1}| plain decimal",
                "{input: -1, output: 1}| plain decimal",
                "{input: 1}| output is missing",
                "{input: 1, output: 1, image: 1000.1}| at most 1000 credits",
                "{input: 1, output: 1, video: 2}| unknown class video",
                "{free: true, input: 1}| stands alone",
                "{input: 1, output: 1, tiers: [{above_input: 0, input: 1, output: 1}]}| ascend",
                "{input: 1000001, output: 1}| at most 1000000 credits",
                "{input: 1, input: 2, output: 1}| given twice"
            })
    void namesLineAndFieldOfABadPrice(String prices, String message) {
        String file = "models:\n  - id: m\n    prices: " + prices + "\n";
        Reading reading = CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable) reading).problems().getFirst())
                .startsWith("line 3: models[0].prices")
                .contains(message.strip());
    }

    @Test
    void tellsThatAFileIsNotYaml() {
        Reading reading = CatalogueReader.read("models: [".getBytes(StandardCharsets.UTF_8));
        assertThat(((Unreadable) reading).problems().getFirst()).contains("not YAML");
    }

    @Test
    void readsTheDefaultCatalogue() throws IOException {
        Reading reading = CatalogueReader.read(Files.readAllBytes(Path.of("../config/catalogue.yaml")));
        assertThat(reading).isInstanceOf(Read.class);
        CompiledPrices compiled = ((Read) reading).compiled();
        assertThat(tiers(compiled, "gpt-5.4", "default").getFirst().nanosPerMillion())
                .containsEntry(UsageClass.CACHED_INPUT, 2_083_333_333L);
        assertThat(first(compiled, "dall-e-3", "default")).containsEntry(UsageClass.MILLI_IMAGES, 333_333_333_000L);
        assertThat(first(compiled, "whisper-1", "default")).containsEntry(UsageClass.AUDIO_MILLISECONDS, 833_333_333L);
        assertThat(first(compiled, "tts-1", "default")).containsEntry(UsageClass.CHARACTERS, 125_000_000_000L);
        assertThat(first(compiled, "eleven_flash_v2_5", "default"))
                .containsEntry(UsageClass.CHARACTERS, 416_666_667_000L);
        assertThat(first(compiled, "embed-v4.0", "default")).containsEntry(UsageClass.INPUT, 1_000_000_000L);
        assertThat(first(compiled, "rerank-v3.5", "default")).containsEntry(UsageClass.SEARCHES, 16_666_667_000_000L);
    }

    private static Read read(String file) {
        Reading reading = CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(Read.class);
        return (Read) reading;
    }

    private static Map<UsageClass, Long> first(CompiledPrices compiled, String model, String group) {
        return tiers(compiled, model, group).getFirst().nanosPerMillion();
    }

    private static List<Tier> tiers(CompiledPrices compiled, String model, String group) {
        return compiled.prices().stream()
                .filter(price -> price.model().equals(model) && price.group().equals(group))
                .map(ModelPrice::tiers)
                .findFirst()
                .orElseThrow();
    }
}
