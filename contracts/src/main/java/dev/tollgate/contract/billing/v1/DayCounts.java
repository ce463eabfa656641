package dev.tollgate.contract.billing.v1;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many requests of a UTC day billing has counted so far: those whose end is posted. Every id that was asked for
/// is there.
///
/// @param accounts account id → requests
/// @param keys key id → requests
/// @param groups group id → requests
/// @param models model id → requests
public record DayCounts(
        String day,
        Map<String, Long> accounts,
        Map<String, Long> keys,
        @Nullable Map<String, Long> groups,
        @Nullable Map<String, Long> models) {
    public DayCounts {
        accounts = Map.copyOf(accounts);
        keys = Map.copyOf(keys);
        groups = groups == null ? Map.of() : Map.copyOf(groups);
        models = models == null ? Map.of() : Map.copyOf(models);
    }
}
