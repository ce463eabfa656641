package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import org.jspecify.annotations.Nullable;

/// Converse's counts, disjoint as they are: its input tokens are those that were neither read from nor written
/// to the cache, and its total is the sum of all four. What was thought is a part of the output, and not told.
final class ConverseUsage {
    private ConverseUsage() {}

    /// @return null when nothing was told
    static @Nullable Quantities of(JsonNode usage) {
        return usage.path("inputTokens").isIntegralNumber()
                ? Quantities.of(count(usage, "inputTokens"), count(usage, "outputTokens"))
                        .with(UsageClass.CACHED_INPUT, count(usage, "cacheReadInputTokens"))
                        .with(UsageClass.CACHE_WRITE, count(usage, "cacheWriteInputTokens"))
                : null;
    }

    private static long count(JsonNode usage, String field) {
        return Math.max(0, usage.path(field).asLong(0));
    }
}
