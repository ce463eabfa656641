package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import org.jspecify.annotations.Nullable;

/// Anthropic's counts, disjoint as they are: its input tokens are those that were neither read from nor written to
/// the cache. A stream tells them more than once, cumulative; none is ever summed, the highest counts. What a
/// message's beginning tells of its output is a place holder, and is not read: until the end tells it, the output
/// is not known.
final class MessagesUsage {
    private boolean told;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;

    void begin(JsonNode usage) {
        if (usage.isObject()) {
            told = true;
            input = highest(input, usage, "input_tokens");
            cacheRead = highest(cacheRead, usage, "cache_read_input_tokens");
            cacheWrite = highest(cacheWrite, usage, "cache_creation_input_tokens");
        }
    }

    void end(JsonNode usage) {
        begin(usage);
        output = highest(output, usage, "output_tokens");
        thinking = Math.min(output, highest(thinking, usage.path("output_tokens_details"), "thinking_tokens"));
    }

    /// Null when nothing was told.
    @Nullable
    Quantities quantities() {
        return told
                ? Quantities.of(input, output - thinking)
                        .with(UsageClass.CACHED_INPUT, cacheRead)
                        .with(UsageClass.CACHE_WRITE, cacheWrite)
                        .with(UsageClass.REASONING, thinking)
                : null;
    }

    private static long highest(long known, JsonNode usage, String field) {
        return Math.max(known, usage.path(field).asLong(0));
    }
}
