package dev.tollgate.contract.ratelimit.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param refusal null when admitted
/// @param windows the state of each window that was checked, for the `x-ratelimit-*` headers
/// @param edges how many edges were seen lately: what a degraded edge divides by (rules 16)
public record PermitAnswer(@Nullable Refusal refusal, List<Window> windows, int edges) {
    public PermitAnswer {
        windows = List.copyOf(windows);
    }

    /// @param retryAfterMillis when the window will have room, counted from now; -1 when it never will (input >
    ///     limit)
    public record Refusal(Subject subject, Dimension dimension, long limit, long retryAfterMillis) {}

    /// @param resetMillis time until the window is full again
    public record Window(Subject subject, Dimension dimension, long limit, long remaining, long resetMillis) {}
}
