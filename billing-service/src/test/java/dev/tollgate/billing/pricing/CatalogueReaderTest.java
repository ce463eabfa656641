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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .isEqualTo(Map.of(
                        UsageClass.INPUT, 20_833_333_333L,
                        UsageClass.CACHED_INPUT, 2_083_333_333L,
                        UsageClass.CACHE_WRITE, 20_833_333_333L,
                        UsageClass.AUDIO_INPUT, 20_833_333_333L,
                        UsageClass.IMAGE_INPUT, 20_833_333_333L,
                        UsageClass.OUTPUT, 125_000_000_000L,
                        UsageClass.REASONING, 125_000_000_000L,
                        UsageClass.AUDIO_OUTPUT, 125_000_000_000L));
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
                "{input: 1, output: 1, video: 2}| unknown class video",
                "{free: true, input: 1}| stands alone",
                "{input: 1, output: 1, tiers: [{above_input: 0, input: 1, output: 1}]}| ascend",
                "{input: 1000001, output: 1}| above a million",
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
    }

    private static Read read(String file) {
        Reading reading = CatalogueReader.read(file.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).isInstanceOf(Read.class);
        return (Read) reading;
    }

    private static List<Tier> tiers(CompiledPrices compiled, String model, String group) {
        return compiled.prices().stream()
                .filter(price -> price.model().equals(model) && price.group().equals(group))
                .map(ModelPrice::tiers)
                .findFirst()
                .orElseThrow();
    }
}
