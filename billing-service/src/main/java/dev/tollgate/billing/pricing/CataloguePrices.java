package dev.tollgate.billing.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The catalogue file's part that is billing's.
///
/// @param unpriced models that have no price
/// @param effectiveFrom when changed prices take effect, if the file says so
record CataloguePrices(
        PriceBase base, List<String> unpriced, @Nullable Instant effectiveFrom) {
    CataloguePrices {
        unpriced = List.copyOf(unpriced);
    }

    /// @param models ids, or a single `*`
    /// @param except ids that `*` leaves out
    /// @param ppm the multiplier in parts per million
    /// @param batchPpm what its batches pay of a price, in parts per million; null where the file says it for all
    record Share(
            String group,
            Set<String> models,
            Set<String> except,
            long ppm,
            @Nullable Long batchPpm) {
        Share {
            models = Set.copyOf(models);
            except = Set.copyOf(except);
        }

        boolean has(String model) {
            return models.contains(model) || (models.contains("*") && !except.contains(model));
        }
    }
}
