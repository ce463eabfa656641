package dev.tollgate.billing.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalogue file's part that is billing's.
///
/// @param models model → price; a model that has none is absent here
/// @param unpriced models that have none
/// @param costs deployment → what its provider charges us
/// @param effectiveFrom when changed prices take effect, if the file says so
record CataloguePrices(
        Map<String, BasePrice> models,
        List<String> unpriced,
        Map<String, BasePrice> costs,
        List<Share> groups,
        @Nullable Instant effectiveFrom) {
    CataloguePrices {
        models = Map.copyOf(models);
        unpriced = List.copyOf(unpriced);
        costs = Map.copyOf(costs);
        groups = List.copyOf(groups);
    }

    /// @param models ids, or a single `*`
    /// @param except ids that `*` leaves out
    /// @param ppm the multiplier in parts per million
    record Share(String group, Set<String> models, Set<String> except, long ppm) {
        Share {
            models = Set.copyOf(models);
            except = Set.copyOf(except);
        }

        boolean has(String model) {
            return models.contains(model) || (models.contains("*") && !except.contains(model));
        }
    }
}
