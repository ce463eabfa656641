package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;

/// Makes OpenAI's overlapping counts disjoint: its prompt tokens include the cached, written, audio and image ones,
/// its completion tokens the reasoning and audio ones. DeepSeek names cache hits `prompt_cache_hit_tokens`;
/// Moonshot has `cached_tokens` beside the totals. Counts beyond their total are cut to it, so that nothing is
/// charged twice.
public final class OpenAiUsage {
    private OpenAiUsage() {}

    /// As a provider tells them, overlapping and not negative.
    record Told(
            long prompt,
            long cached,
            long written,
            long audioIn,
            long imageIn,
            long completion,
            long reasoning,
            long audioOut) {}

    /// @param usage the `usage` object of a chat completion
    public static Quantities read(JsonNode usage) {
        JsonNode in = usage.path("prompt_tokens_details");
        JsonNode out = usage.path("completion_tokens_details");
        return disjoint(new Told(
                count(usage, "prompt_tokens"),
                Math.max(
                        count(in, "cached_tokens"),
                        Math.max(count(usage, "prompt_cache_hit_tokens"), count(usage, "cached_tokens"))),
                count(in, "cache_write_tokens"),
                count(in, "audio_tokens"),
                count(in, "image_tokens"),
                count(usage, "completion_tokens"),
                count(out, "reasoning_tokens"),
                count(out, "audio_tokens")));
    }

    static Quantities disjoint(Told told) {
        Rest prompt = new Rest(told.prompt());
        long cached = prompt.take(told.cached());
        long written = prompt.take(told.written());
        long audioIn = prompt.take(told.audioIn());
        long imageIn = prompt.take(told.imageIn());
        Rest completion = new Rest(told.completion());
        long reasoning = completion.take(told.reasoning());
        long audioOut = completion.take(told.audioOut());
        return Quantities.of(prompt.left, completion.left)
                .with(UsageClass.CACHED_INPUT, cached)
                .with(UsageClass.CACHE_WRITE, written)
                .with(UsageClass.AUDIO_INPUT, audioIn)
                .with(UsageClass.IMAGE_INPUT, imageIn)
                .with(UsageClass.REASONING, reasoning)
                .with(UsageClass.AUDIO_OUTPUT, audioOut);
    }

    private static long count(JsonNode parent, String field) {
        return Math.max(0, parent.path(field).asLong());
    }

    private static final class Rest {
        private long left;

        Rest(long total) {
            this.left = total;
        }

        long take(long part) {
            long taken = Math.min(part, left);
            left -= taken;
            return taken;
        }
    }
}
