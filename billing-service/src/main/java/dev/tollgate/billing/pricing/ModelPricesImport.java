package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tollgate.billing.pricing.ModelPricesEntry.Fitted;
import dev.tollgate.billing.pricing.PriceBase.Source;
import dev.tollgate.billing.pricing.PricePatch.Withdrawn;
import dev.tollgate.contract.billing.v1.ImportReport;
import dev.tollgate.contract.billing.v1.ImportReport.Skipped;
import dev.tollgate.contract.billing.v1.ImportReport.Taken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the public `model_prices` format: one object, entry by entry, of which one is kept at a time. Prices are
/// USD per unit, written as floats; they are read as the decimals that they are written as, never as doubles.
///
/// An entry belongs to a deployment when both name the same provider and the same upstream model. It becomes the
/// deployment's cost, its model's price, or both.
final class ModelPricesImport {
    private static final String SAMPLE = "sample_spec";
    private static final int EXAMPLES = 10;
    private static final int NESTING_MAX = 20;
    private static final int NUMBER_MAX = 60;
    private static final int ENTRIES_MAX = 100_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxNumberLength(NUMBER_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /// The format's names of providers, where they are not the catalogue's.
    private static final Map<String, String> PROVIDERS = Map.of("jina_ai", "jina", "cohere_chat", "cohere");

    private final PriceBase base;
    private final Terms terms;
    private final Map<String, BasePrice> models = new HashMap<>();
    private final Map<String, BasePrice> costs = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Map<String, Reason> skipped = new TreeMap<>();
    private long entries;

    private ModelPricesImport(PriceBase base, Terms terms) {
        this.base = base;
        this.terms = terms;
    }

    static Outcome read(byte[] file, PriceBase base, Terms terms) {
        ModelPricesImport reading = new ModelPricesImport(base, terms);
        try (JsonParser parser = JSON.createParser(file)) {
            return reading.read(parser);
        } catch (IOException e) {
            String why = e.getMessage();
            return new Outcome.Unreadable("The file is not JSON of this format: "
                    + (why == null ? "" : why.lines().findFirst().orElse("")));
        }
    }

    private Outcome read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Outcome.Unreadable("The file must be one JSON object, an entry for each model.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                skip("not an object", name);
            } else if (name.equals(SAMPLE)) {
                parser.skipChildren();
                continue;
            } else {
                take(ModelPricesEntry.read(name, parser));
            }
            if (++entries > ENTRIES_MAX) {
                return new Outcome.Unreadable("The file has more than " + ENTRIES_MAX + " entries.");
            }
        }
        if (parser.nextToken() != null) {
            return new Outcome.Unreadable("The file goes on after its object.");
        }
        PricePatch patch = new PricePatch(models, Map.of(), costs, Withdrawn.NOTHING);
        List<Skipped> reasons = skipped.entrySet().stream()
                .map(entry -> new Skipped(entry.getKey(), entry.getValue().count, entry.getValue().examples))
                .toList();
        return new Outcome.Imported(patch, new ImportReport(entries, taken, reasons));
    }

    private void take(ModelPricesEntry entry) {
        Map<String, Source> mine = new TreeMap<>();
        base.sources().forEach((id, source) -> {
            if (isOf(entry, source)) {
                mine.put(id, source);
            }
        });
        if (mine.isEmpty()) {
            skip("no deployment uses it", entry.name());
            return;
        }
        Set<String> reachable = base.offered().keySet();
        List<String> priced = new ArrayList<>();
        List<String> costed = new ArrayList<>();
        Fitted last = null;
        for (Map.Entry<String, Source> one : mine.entrySet()) {
            String model = one.getValue().model();
            Set<String> can = base.offered().getOrDefault(model, Set.of());
            last = fit(entry, can, 1_000_000);
            if (last instanceof Fitted.Price(BasePrice cost, var _)) {
                if (terms.what().costs()) {
                    costs.put(one.getKey(), cost);
                    costed.add(one.getKey());
                }
                if (terms.what().prices()
                        && reachable.contains(model)
                        && !models.containsKey(model)
                        && fit(entry, can, terms.markupPpm()) instanceof Fitted.Price(BasePrice price, var _)) {
                    models.put(model, price);
                    priced.add(model);
                }
            }
        }
        if (priced.isEmpty() && costed.isEmpty()) {
            skip(last instanceof Fitted.Unfit(String why) ? why : "another entry came first", entry.name());
        } else {
            taken.add(new Taken(entry.name(), String.join(", ", priced), costed, entry.leftOut()));
        }
    }

    private Fitted fit(ModelPricesEntry entry, Set<String> capabilities, long markupPpm) {
        return entry.fit(capabilities, new ModelPricesEntry.Rate(terms.usdPerCredit(), markupPpm));
    }

    private static boolean isOf(ModelPricesEntry entry, Source source) {
        String provider = PROVIDERS.getOrDefault(entry.provider(), entry.provider());
        return provider.equals(source.provider())
                && (entry.name().equals(source.upstreamModel())
                        || entry.name().equals(entry.provider() + "/" + source.upstreamModel()));
    }

    private void skip(String reason, String name) {
        Reason known = skipped.computeIfAbsent(reason, _ -> new Reason());
        known.count++;
        if (known.examples.size() < EXAMPLES) {
            known.examples.add(name);
        }
    }

    /// How an import reckons.
    ///
    /// @param usdPerCredit exact, above 0
    /// @param markupPpm what customers pay for each credit of cost, in parts per million
    record Terms(What what, BigDecimal usdPerCredit, long markupPpm) {}

    enum What {
        PRICES,
        COSTS,
        BOTH;

        boolean prices() {
            return this != COSTS;
        }

        boolean costs() {
            return this != PRICES;
        }
    }

    /// What came of it.
    sealed interface Outcome {
        record Imported(PricePatch patch, ImportReport report) implements Outcome {}

        record Unreadable(String why) implements Outcome {}
    }

    private static final class Reason {
        private long count;
        private final List<String> examples = new ArrayList<>();
    }
}
