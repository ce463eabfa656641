package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.billing.v1.PriceRules;
import dev.tollgate.contract.billing.v1.UnitPrice;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks the form of prices and costs. Their amounts are billing's; a typo must stop the file here as well, so
/// that routes and prices of one file are taken or refused together.
final class PriceForm {
    /// What batches pay of a price.
    static final String BATCH = "batch_multiplier";

    private static final int NANO_PLACES = 9;
    private static final Set<String> UNITS =
            Arrays.stream(UnitPrice.values()).map(UnitPrice::key).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> AMOUNTS = PriceRules.keys();
    private static final Set<String> KEYS = with(AMOUNTS, "free", "tiers", BATCH);
    private static final Set<String> TIER_KEYS = with(AMOUNTS, "above_input");

    private PriceForm() {}

    /// @param capabilities of the model: what it serves must have a price
    /// @return whether the model is priced by units alone, so that it counts no tokens
    static boolean check(Section parent, String key, Collection<String> capabilities) {
        Section prices = parent.section(key, KEYS);
        if (prices == null) {
            return false;
        }
        if (prices.has("free")) {
            checkFree(prices);
            return false;
        }
        checkAmounts(prices);
        GroupReader.multiplier(prices, BATCH, BigDecimal.ONE);
        for (PriceRules.Gap gap : PriceRules.gaps(capabilities, prices.keys())) {
            if (gap.key() == null) {
                parent.problem(key, gap.message());
            } else {
                prices.problem(gap.key(), gap.message());
            }
        }
        checkTiers(prices, prices.sections("tiers", TIER_KEYS));
        return !PriceRules.hasTokens(prices.keys());
    }

    private static void checkFree(Section prices) {
        if (!prices.flag("free", true)) {
            prices.problem("free", "must be true or left out");
        }
        if (prices.keys().size() > 1) {
            prices.problem("free", "stands alone: a free model has no prices");
        }
    }

    private static void checkAmounts(Section prices) {
        for (String name : AMOUNTS) {
            BigDecimal credits = Forms.decimal(prices, name, NANO_PLACES);
            long most = UNITS.contains(name) ? PriceRules.UNIT_CREDITS_MAX : PriceRules.TOKEN_CREDITS_MAX;
            if (credits != null && credits.compareTo(BigDecimal.valueOf(most)) > 0) {
                prices.problem(name, "must be at most " + most + " credits");
            }
        }
    }

    private static void checkTiers(Section prices, List<Section> tiers) {
        long before = 0;
        for (Section tier : tiers) {
            long above = tier.requiredWhole("above_input", 1, PriceRules.TIER_INPUT_MAX);
            if (above <= before && tier.has("above_input")) {
                tier.problem("above_input", "must be larger than the tier's before, " + before);
            }
            before = Math.max(before, above);
            checkAmounts(tier);
            for (PriceRules.Gap gap : PriceRules.tierGaps(prices.keys(), tier.keys())) {
                tier.problem(String.valueOf(gap.key()), gap.message());
            }
        }
    }

    private static Set<String> with(Set<String> base, String... more) {
        Set<String> all = new HashSet<>(base);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
