package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one `prices` or `cost` of the catalogue and fills in the classes that it leaves out.
final class PriceReader {
    /// The seeds' "about 90 % discount" on input read from a provider's cache.
    private static final long CACHED_PPM = 100_000;

    /// A million credits per million tokens: far above any price, far below what could overflow a charge.
    private static final long NANOS_MAX = 1_000_000_000_000_000L;

    private static final int NANO_DECIMALS = 9;

    private PriceReader() {}

    static BasePrice read(YamlNode node) {
        YamlNode free = node.get("free");
        if (free != null) {
            return free(node, free);
        }
        List<Tier> tiers = new ArrayList<>();
        tiers.add(new Tier(0, classes(node, Set.of("tiers"))));
        YamlNode more = node.get("tiers");
        if (more != null) {
            for (YamlNode tier : more.items()) {
                long above = tier.required("above_input").decimal(0);
                tiers.add(new Tier(above, classes(tier, Set.of("above_input"))));
            }
        }
        if (!CatalogueReader.ascends(tiers)) {
            throw node.unfit("tiers must ascend by above_input, from above 0");
        }
        return new BasePrice(tiers);
    }

    private static BasePrice free(YamlNode node, YamlNode free) {
        if (!free.text().equals("true") || node.keys().size() != 1) {
            throw node.unfit("free: true stands alone");
        }
        Map<UsageClass, Long> nothing = new EnumMap<>(UsageClass.class);
        for (UsageClass kind : UsageClass.values()) {
            nothing.put(kind, 0L);
        }
        return new BasePrice(List.of(new Tier(0, nothing)));
    }

    private static Map<UsageClass, Long> classes(YamlNode node, Set<String> others) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        Set<String> unknown = new HashSet<>(node.keys());
        unknown.removeAll(others);
        for (UsageClass kind : UsageClass.values()) {
            unknown.remove(kind.wireName());
            YamlNode price = node.get(kind.wireName());
            if (price != null) {
                prices.put(kind, nanos(price));
            }
        }
        if (!unknown.isEmpty()) {
            throw node.unfit(
                    "unknown class " + unknown.stream().sorted().toList().getFirst());
        }
        long input = nanos(node.required(UsageClass.INPUT.wireName()));
        long output = nanos(node.required(UsageClass.OUTPUT.wireName()));
        for (UsageClass kind : UsageClass.values()) {
            prices.putIfAbsent(
                    kind,
                    switch (kind) {
                        case CACHED_INPUT -> Cost.effectivePrice(input, CACHED_PPM);
                        case INPUT, CACHE_WRITE, AUDIO_INPUT, IMAGE_INPUT -> input;
                        case OUTPUT, REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> output;
                        case MILLI_IMAGES, CHARACTERS, AUDIO_MILLISECONDS, SEARCHES -> 0L;
                    });
        }
        return prices;
    }

    private static long nanos(YamlNode price) {
        long nanos = price.decimal(NANO_DECIMALS);
        if (nanos > NANOS_MAX) {
            throw price.unfit("is above a million credits");
        }
        return nanos;
    }
}
