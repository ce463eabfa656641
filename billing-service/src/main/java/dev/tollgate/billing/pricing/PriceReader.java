package dev.tollgate.billing.pricing;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.PriceRules;
import dev.tollgate.contract.billing.v1.UnitPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.money.Cost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one `prices` or `cost` of the catalogue and fills in the classes that it leaves out.
final class PriceReader {
    /// The seeds' "about 90 % discount" on input read from a provider's cache.
    private static final long CACHED_PPM = 100_000;

    private static final long NANOS_PER_CREDIT = 1_000_000_000L;

    private static final int NANO_DECIMALS = 9;

    private PriceReader() {}

    /// @param capabilities of the model: what it serves must have a price
    static BasePrice read(YamlNode node, Collection<String> capabilities) {
        YamlNode free = node.get("free");
        if (free != null) {
            return free(node, free);
        }
        Map<UsageClass, Long> given = given(node, Set.of("tiers", CatalogueReader.BATCH_MULTIPLIER));
        refuse(node, PriceRules.gaps(capabilities, node.keys()));
        List<Tier> tiers = new ArrayList<>();
        tiers.add(new Tier(0, filled(given)));
        YamlNode more = node.get("tiers");
        if (more != null) {
            for (YamlNode tier : more.items()) {
                tiers.add(tier(tier, node.keys(), given));
            }
        }
        if (!CatalogueReader.ascends(tiers)) {
            throw node.unfit("tiers must ascend by above_input, from above 0");
        }
        return new BasePrice(tiers, CatalogueReader.batchPpm(node));
    }

    /// Units cost what they cost in the first tier, unless the tier says otherwise.
    private static Tier tier(YamlNode tier, Set<String> firstKeys, Map<UsageClass, Long> first) {
        long above = tier.required("above_input").whole(PriceRules.TIER_INPUT_MAX);
        Map<UsageClass, Long> prices = given(tier, Set.of("above_input"));
        refuse(tier, PriceRules.tierGaps(firstKeys, tier.keys()));
        for (UnitPrice unit : UnitPrice.values()) {
            Long price = first.get(unit.usageClass());
            if (price != null) {
                prices.putIfAbsent(unit.usageClass(), price);
            }
        }
        return new Tier(above, filled(prices));
    }

    private static void refuse(YamlNode node, List<PriceRules.Gap> gaps) {
        if (!gaps.isEmpty()) {
            PriceRules.Gap gap = gaps.getFirst();
            throw node.unfit(gap.key() == null ? gap.message() : gap.key() + " " + gap.message());
        }
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

    private static Map<UsageClass, Long> given(YamlNode node, Set<String> others) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        Set<String> unknown = new HashSet<>(node.keys());
        unknown.removeAll(others);
        for (UsageClass kind : UsageClass.values()) {
            YamlNode price = kind.isInput() || kind.isOutput() ? node.get(kind.wireName()) : null;
            if (price != null) {
                unknown.remove(kind.wireName());
                prices.put(kind, nanos(price, PriceRules.TOKEN_CREDITS_MAX));
            }
        }
        for (UnitPrice unit : UnitPrice.values()) {
            YamlNode price = node.get(unit.key());
            if (price != null) {
                unknown.remove(unit.key());
                prices.put(unit.usageClass(), unit.nanosPerMillion(nanos(price, PriceRules.UNIT_CREDITS_MAX)));
            }
        }
        if (!unknown.isEmpty()) {
            throw node.unfit(
                    "unknown class " + unknown.stream().sorted().toList().getFirst());
        }
        return prices;
    }

    /// Every class has a price: what is not given follows from what is.
    static Map<UsageClass, Long> filled(Map<UsageClass, Long> given) {
        Map<UsageClass, Long> prices = new EnumMap<>(given);
        long input = given.getOrDefault(UsageClass.INPUT, 0L);
        long output = output(given);
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

    /// A model that is priced for pictures or speech alone charges whatever else it may answer at the dearest of
    /// these: nothing is free because nobody thought of it.
    private static long output(Map<UsageClass, Long> given) {
        Long output = given.get(UsageClass.OUTPUT);
        if (output != null) {
            return output;
        }
        long dearest = 0;
        for (Map.Entry<UsageClass, Long> price : given.entrySet()) {
            dearest = price.getKey().isOutput() ? Math.max(dearest, price.getValue()) : dearest;
        }
        return dearest;
    }

    private static long nanos(YamlNode price, long creditsMax) {
        long nanos = price.decimal(NANO_DECIMALS);
        if (nanos > creditsMax * NANOS_PER_CREDIT) {
            throw price.unfit("must be at most " + creditsMax + " credits");
        }
        return nanos;
    }
}
