package dev.tollgate.contract.billing.v1;

import java.util.Map;

/// How many requests of a UTC day billing has counted so far: those whose end is posted. Every id that was asked
/// for is there.
///
/// @param accounts account id → requests
/// @param keys key id → requests
public record DayCounts(String day, Map<String, Long> accounts, Map<String, Long> keys) {
    public DayCounts {
        accounts = Map.copyOf(accounts);
        keys = Map.copyOf(keys);
    }
}
