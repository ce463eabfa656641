package dev.tollgate.billing.pricing;

import dev.tollgate.billing.pricing.CataloguePrices.Share;
import dev.tollgate.billing.pricing.PriceBase.Source;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads prices, costs and multipliers out of the catalogue file. It is strict about these and blind to the rest:
/// routing checks the file whole.
final class CatalogueReader {
    static final String BATCH_MULTIPLIER = "batch_multiplier";

    private final List<String> problems = new ArrayList<>();

    private CatalogueReader() {}

    /// Reads and compiles a file's bytes.
    static Reading read(byte[] file) {
        CatalogueReader reader = new CatalogueReader();
        try {
            YamlNode root = YamlNode.parse(new String(file, StandardCharsets.UTF_8));
            CataloguePrices prices = reader.prices(root);
            return reader.problems.isEmpty()
                    ? new Reading.Read(hash(file), prices, CompiledPrices.of(prices.base()))
                    : new Reading.Unreadable(reader.problems);
        } catch (YamlNode.Unfit e) {
            return new Reading.Unreadable(List.of(e.problem()));
        } catch (ArithmeticException e) {
            return new Reading.Unreadable(List.of("a price times its group's multiplier is too large"));
        }
    }

    /// Lower-case hex of the bytes' SHA-256.
    static String hash(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    private CataloguePrices prices(YamlNode root) {
        Map<String, BasePrice> models = new HashMap<>();
        List<String> unpriced = new ArrayList<>();
        Map<String, Set<String>> capabilities = new HashMap<>();
        for (YamlNode model : items(root, "models")) {
            readEach(() -> {
                String id = model.required("id").text();
                YamlNode prices = model.get("prices");
                Set<String> can = texts(model, "capabilities");
                capabilities.put(id, can);
                if (prices == null) {
                    unpriced.add(id);
                } else {
                    models.put(id, PriceReader.read(prices, can));
                }
            });
        }
        Map<String, BasePrice> costs = new HashMap<>();
        Map<String, Source> sources = new HashMap<>();
        for (YamlNode deployment : items(root, "deployments")) {
            readEach(() -> {
                source(deployment, sources);
                YamlNode cost = deployment.get("cost");
                if (cost != null) {
                    String model = deployment.required("model").text();
                    Set<String> can = capabilities.getOrDefault(model, Set.of());
                    costs.put(deployment.required("id").text(), PriceReader.read(cost, can));
                }
            });
        }
        List<Share> groups = new ArrayList<>();
        for (YamlNode group : items(root, "groups")) {
            readEach(() -> groups.add(share(group)));
        }
        PriceBase base = new PriceBase(models, costs, groups, capabilities, sources, batchPpm(root));
        return new CataloguePrices(base, unpriced, effectiveFrom(root));
    }

    /// One that lacks a name is routing's to refuse.
    private static void source(YamlNode deployment, Map<String, Source> sources) {
        YamlNode id = deployment.get("id");
        YamlNode provider = deployment.get("provider");
        YamlNode model = deployment.get("model");
        if (id != null && provider != null && model != null) {
            YamlNode upstream = deployment.get("upstream_model");
            sources.put(
                    id.text(),
                    new Source(provider.text(), model.text(), upstream == null ? model.text() : upstream.text()));
        }
    }

    private static Share share(YamlNode group) {
        YamlNode multiplier = group.get("multiplier");
        long ppm = multiplier == null ? 1_000_000 : ppm(group, multiplier);
        return new Share(
                group.required("id").text(), texts(group, "models"), texts(group, "except"), ppm, batchPpm(group));
    }

    /// What batches pay of a price, in parts per million, if file, group or price say it.
    static @Nullable Long batchPpm(YamlNode owner) {
        YamlNode multiplier = owner.get(BATCH_MULTIPLIER);
        if (multiplier == null) {
            return null;
        }
        long ppm = ppm(owner, multiplier);
        if (ppm > 1_000_000) {
            throw owner.unfit(BATCH_MULTIPLIER + " must be at most 1");
        }
        return ppm;
    }

    /// A multiplier in parts per million.
    static long ppm(YamlNode group, YamlNode multiplier) {
        long ppm = multiplier.decimal(6);
        if (ppm < 1) {
            throw group.unfit("multiplier must be above 0");
        }
        return ppm;
    }

    static Set<String> texts(YamlNode owner, String key) {
        YamlNode list = owner.get(key);
        return list == null
                ? Set.of()
                : Set.copyOf(
                        list.items().stream().map(YamlNode::text).distinct().toList());
    }

    static List<YamlNode> items(YamlNode root, String key) {
        YamlNode list = root.get(key);
        return list == null ? List.of() : list.items();
    }

    private static @Nullable Instant effectiveFrom(YamlNode root) {
        YamlNode node = root.get("prices_effective_from");
        if (node == null) {
            return null;
        }
        try {
            return Instant.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.unfit("must be a time such as 2026-07-01T00:00:00Z");
        }
    }

    /// Goes on after a bad item, so that all problems are told at once.
    private void readEach(Runnable item) {
        try {
            item.run();
        } catch (YamlNode.Unfit e) {
            problems.add(e.problem());
        }
    }

    /// Whether tiers ascend is checked where they are read.
    static boolean ascends(List<Tier> tiers) {
        for (int i = 1; i < tiers.size(); i++) {
            if (tiers.get(i).aboveInput() <= tiers.get(i - 1).aboveInput()) {
                return false;
            }
        }
        return true;
    }
}
