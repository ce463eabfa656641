package dev.tollgate.billing.pricing;

import dev.tollgate.billing.pricing.PricePatch.Withdrawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a draft: the catalogue file's own words for prices, and nothing else. YAML, so JSON as well. All numbers
/// stay decimal text until they are integers.
final class DraftReader {
    private static final Set<String> KEYS = Set.of("models", "groups", "deployments", "withdraw");

    private final PriceBase base;
    private final List<String> problems = new ArrayList<>();

    private DraftReader(PriceBase base) {
        this.base = base;
    }

    /// @param file knows what each model serves, and so what its price must cover
    /// @param beside knows the same of what the file does not declare
    static Draft read(String text, PriceBase file, Beside beside) {
        PriceBase base = file.beside(beside);
        DraftReader reader = new DraftReader(base);
        try {
            PricePatch patch = reader.patch(YamlNode.parse(text)).upon(beside);
            base.unknownTo(patch, beside.groups()).forEach(name -> reader.problems.add("the catalogue has no " + name));
            if (reader.problems.isEmpty() && patch.isNothing()) {
                reader.problems.add("line 1: nothing is changed");
            }
            if (reader.problems.isEmpty()) {
                CompiledPrices.of(base.with(patch));
                return new Draft.Sound(patch);
            }
        } catch (YamlNode.Unfit e) {
            reader.problems.add(e.problem());
        } catch (ArithmeticException e) {
            reader.problems.add("a price times its group's multiplier is too large");
        }
        return new Draft.Unsound(reader.problems);
    }

    private PricePatch patch(YamlNode root) {
        only(root, KEYS);
        Map<String, BasePrice> models = new HashMap<>();
        for (YamlNode model : CatalogueReader.items(root, "models")) {
            readEach(() -> {
                only(model, Set.of("id", "prices"));
                String id = model.required("id").text();
                put(model, models, id, PriceReader.read(model.required("prices"), capabilities(id)));
            });
        }
        Map<String, Long> multipliers = new HashMap<>();
        for (YamlNode group : CatalogueReader.items(root, "groups")) {
            readEach(() -> {
                only(group, Set.of("id", "multiplier"));
                long ppm = CatalogueReader.ppm(group, group.required("multiplier"));
                put(group, multipliers, group.required("id").text(), ppm);
            });
        }
        Map<String, BasePrice> costs = new HashMap<>();
        for (YamlNode deployment : CatalogueReader.items(root, "deployments")) {
            readEach(() -> {
                only(deployment, Set.of("id", "cost"));
                String id = deployment.required("id").text();
                PriceBase.Source source = base.sources().get(id);
                Set<String> can = source == null ? Set.of() : capabilities(source.model());
                put(deployment, costs, id, PriceReader.read(deployment.required("cost"), can));
            });
        }
        return new PricePatch(models, multipliers, costs, withdrawn(root));
    }

    private static Withdrawn withdrawn(YamlNode root) {
        YamlNode withdraw = root.get("withdraw");
        if (withdraw == null) {
            return Withdrawn.NOTHING;
        }
        only(withdraw, Set.of("models", "groups", "deployments"));
        return new Withdrawn(
                CatalogueReader.texts(withdraw, "models"),
                CatalogueReader.texts(withdraw, "groups"),
                CatalogueReader.texts(withdraw, "deployments"));
    }

    private Set<String> capabilities(String model) {
        return base.offered().getOrDefault(model, Set.of());
    }

    private static void only(YamlNode node, Set<String> keys) {
        Set<String> unknown = new HashSet<>(node.keys());
        unknown.removeAll(keys);
        if (!unknown.isEmpty()) {
            throw node.unfit(
                    "unknown field " + unknown.stream().sorted().toList().getFirst());
        }
    }

    private static <T> void put(YamlNode node, Map<String, T> all, String id, T value) {
        if (all.put(id, value) != null) {
            throw node.unfit(id + " is given twice");
        }
    }

    private void readEach(Runnable item) {
        try {
            item.run();
        } catch (YamlNode.Unfit e) {
            problems.add(e.problem());
        }
    }

    /// What came of reading one.
    sealed interface Draft {
        record Sound(PricePatch patch) implements Draft {}

        /// @param problems each with line and field, or with what the catalogue does not have
        record Unsound(List<String> problems) implements Draft {
            public Unsound {
                problems = List.copyOf(problems);
            }
        }
    }
}
