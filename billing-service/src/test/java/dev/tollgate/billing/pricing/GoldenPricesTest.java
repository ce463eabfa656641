package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// The price lists of `contracts/golden/charges.yaml`, worked out by hand, are what the compiler makes of their
/// catalogues: with the 90 % discount on cached input, the group's multiplier and all that a catalogue leaves out.
class GoldenPricesTest {
    private static final Path PAGE = Path.of("..", "contracts", "golden", "charges.yaml");

    @TestFactory
    Stream<DynamicTest> aCatalogueIsCompiledToTheNanoCredit() throws IOException {
        Map<String, Object> page = new Yaml().load(Files.readString(PAGE));
        return list(page, "price_lists").stream()
                .map(golden -> dynamicTest(Objects.toString(golden.get("id")), () -> {
                    ModelPrice compiled = compiled(golden);
                    assertThat(compiled.tiers())
                            .isEqualTo(list(golden, "tiers").stream()
                                    .map(GoldenPricesTest::tier)
                                    .toList());
                    assertThat(compiled.multiplierPpm())
                            .isEqualTo(new BigDecimal(Objects.toString(golden.get("multiplier")))
                                    .movePointRight(6)
                                    .longValueExact());
                }));
    }

    private static ModelPrice compiled(Map<String, Object> golden) {
        Map<String, Object> file = Map.of(
                "models",
                List.of(Map.of(
                        "id", "m",
                        "capabilities", Objects.requireNonNull(golden.get("capabilities")),
                        "prices", Objects.requireNonNull(golden.get("catalogue")))),
                "groups",
                List.of(Map.of(
                        "id", "g",
                        "models", List.of("m"),
                        "multiplier", Objects.requireNonNull(golden.get("multiplier")))));
        DumperOptions plain = new DumperOptions();
        plain.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return switch (CatalogueReader.read(new Yaml(plain).dump(file).getBytes(StandardCharsets.UTF_8))) {
            case Reading.Read read -> read.compiled().prices().getFirst();
            case Reading.Unreadable unreadable -> throw new AssertionError(unreadable.toString());
        };
    }

    private static Tier tier(Map<String, Object> page) {
        Map<UsageClass, Long> nanos = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            nanos.put(usage, page.get(usage.wireName()) instanceof Number price ? price.longValue() : 0L);
        }
        return new Tier(((Number) Objects.requireNonNull(page.get("above_input"))).longValue(), nanos);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(parent.get(key), key);
    }
}
