package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks the form of prices and costs. Their amounts are billing's; a typo must stop the file here as well, so
/// that routes and prices of one file are taken or refused together.
final class PriceForm {
    private static final int NANO_PLACES = 9;
    private static final long LARGEST_INPUT = 1_000_000_000L;
    private static final Set<String> CLASSES =
            Arrays.stream(UsageClass.values()).map(UsageClass::wireName).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> KEYS = with(CLASSES, "free", "tiers");
    private static final Set<String> TIER_KEYS = with(CLASSES, "above_input");

    private PriceForm() {}

    static void check(Section parent, String key) {
        Section prices = parent.section(key, KEYS);
        if (prices == null) {
            return;
        }
        if (prices.has("free")) {
            checkFree(prices);
            return;
        }
        checkClasses(prices);
        checkTiers(prices.sections("tiers", TIER_KEYS));
    }

    private static void checkFree(Section prices) {
        if (!prices.flag("free", true)) {
            prices.problem("free", "must be true or left out");
        }
        if (prices.keys().size() > 1) {
            prices.problem("free", "stands alone: a free model has no prices");
        }
    }

    private static void checkClasses(Section prices) {
        for (String required : List.of("input", "output")) {
            if (!prices.has(required)) {
                prices.problem(required, "is missing");
            }
        }
        for (String name : CLASSES) {
            Forms.decimal(prices, name, NANO_PLACES);
        }
    }

    private static void checkTiers(List<Section> tiers) {
        long before = 0;
        for (Section tier : tiers) {
            long above = tier.requiredWhole("above_input", 1, LARGEST_INPUT);
            if (above <= before && tier.has("above_input")) {
                tier.problem("above_input", "must be larger than the tier's before, " + before);
            }
            before = Math.max(before, above);
            checkClasses(tier);
        }
    }

    private static Set<String> with(Set<String> base, String... more) {
        Set<String> all = new HashSet<>(base);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
