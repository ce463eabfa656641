package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import org.jspecify.annotations.Nullable;

/// Usage as Anthropic tells it: input that was neither read from nor written to a cache stands apart from the rest.
record Counted(long input, long cacheRead, long cacheWrite, long output, long thinking) {
    /// @param usage what the provider has reported, or null: then our own estimates are told
    static Counted of(@Nullable Quantities usage, long likelyInput, long likelyOutput) {
        if (usage == null) {
            return new Counted(likelyInput, 0, 0, likelyOutput, 0);
        }
        long read = usage.get(UsageClass.CACHED_INPUT);
        long write = usage.get(UsageClass.CACHE_WRITE);
        return new Counted(usage.input() - read - write, read, write, usage.output(), usage.get(UsageClass.REASONING));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", cacheWrite)
                .put("cache_read_input_tokens", cacheRead)
                .put("output_tokens", output);
        if (thinking > 0) {
            json.putObject("output_tokens_details").put("thinking_tokens", thinking);
        }
        return json;
    }
}
