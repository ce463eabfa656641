package dev.tollgate.edge.metering;

import java.util.Map;

/// What quantities cost, in nano-credits.
///
/// @param components by the class's wire name; their sum is the total
public record Charge(Map<String, Long> components, long total) {
    /// Nothing to pay.
    public static final Charge NOTHING = new Charge(Map.of(), 0);

    public Charge {
        components = Map.copyOf(components);
    }
}
