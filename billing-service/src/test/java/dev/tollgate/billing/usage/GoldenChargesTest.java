package dev.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/// What billing charges for the quantities of `contracts/golden/charges.yaml` is what stands there, as at the edge.
class GoldenChargesTest {
    private static final Path PAGE = Path.of("..", "contracts", "golden", "charges.yaml");
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> quantitiesAreChargedToTheNanoCredit() throws IOException {
        Map<String, Object> page = new Yaml().load(Files.readString(PAGE));
        Map<String, List<Tier>> prices = new HashMap<>();
        list(page, "price_lists")
                .forEach(list -> prices.put(
                        Objects.toString(list.get("id")),
                        list(list, "tiers").stream()
                                .map(GoldenChargesTest::tier)
                                .toList()));
        return list(page, "charges").stream()
                .map(golden -> dynamicTest(Objects.toString(golden.get("name")), () -> assertThat(charged(
                                golden, Objects.requireNonNull(prices.get(Objects.toString(golden.get("prices"))))))
                        .isEqualTo(said(golden))));
    }

    private static long charged(Map<String, Object> golden, List<Tier> tiers) {
        PriceList.Version version = new PriceList.Version(1, 0, List.of(new ModelPrice("m", "g", tiers)), List.of());
        UsageFrame.Subject subject = new UsageFrame.Subject(
                "r", null, "a", "k", List.of(), "g", "m", "chat.completions", false, NOW.toEpochMilli(), 1, 0);
        PriceTerms terms = new PriceTerms(Map.of(1L, new PriceTerms.Term(Instant.EPOCH, Instant.EPOCH)));
        return switch (Charge.of(Stage.done(subject, quantities(golden), 0), terms, _ -> version, Duration.ZERO)) {
            case Charge.Of charge -> charge.amount();
            case Charge.Unpriced unpriced -> throw new AssertionError(unpriced.why());
        };
    }

    /// The last number of the page's sum.
    private static long said(Map<String, Object> golden) {
        String charge = Objects.toString(golden.get("charge"));
        return Long.parseLong(charge.substring(charge.lastIndexOf(' ') + 1));
    }

    private static Map<String, Long> quantities(Map<String, Object> golden) {
        Map<String, Long> quantities = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(golden.get("quantities")))
                .forEach((name, value) -> quantities.put((String) name, ((Number) value).longValue()));
        return quantities;
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
