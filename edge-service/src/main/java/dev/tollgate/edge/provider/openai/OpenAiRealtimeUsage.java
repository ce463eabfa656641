package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.RoundingMode;

/// Makes the counts of realtime sessions disjoint: the input's include the cached ones, of text, audio and images.
final class OpenAiRealtimeUsage {
    private static final int MILLIS_DIGITS = 3;

    private OpenAiRealtimeUsage() {}

    /// @param usage of a `response.done`
    static Quantities ofResponse(JsonNode usage) {
        JsonNode in = usage.path("input_token_details");
        JsonNode ofCached = in.path("cached_tokens_details");
        long input = count(usage, "input_tokens");
        long cached = Math.min(count(in, "cached_tokens"), input);
        long fresh = input - cached;
        long image = Math.min(fresh, Math.max(0, count(in, "image_tokens") - count(ofCached, "image_tokens")));
        fresh -= image;
        long audio = Math.min(fresh, Math.max(0, count(in, "audio_tokens") - cachedAudio(in, ofCached, cached)));
        long output = count(usage, "output_tokens");
        long spoken = Math.min(output, count(usage.path("output_token_details"), "audio_tokens"));
        return Quantities.of(fresh - audio, output - spoken)
                .with(UsageClass.CACHED_INPUT, cached)
                .with(UsageClass.AUDIO_INPUT, audio)
                .with(UsageClass.IMAGE_INPUT, image)
                .with(UsageClass.AUDIO_OUTPUT, spoken);
    }

    /// Where it is not told what was cached, text was first.
    private static long cachedAudio(JsonNode in, JsonNode ofCached, long cached) {
        return ofCached.isObject() ? count(ofCached, "audio_tokens") : Math.max(0, cached - count(in, "text_tokens"));
    }

    /// @param usage of a transcription: tokens, or a duration in seconds
    static Quantities ofTranscription(JsonNode usage) {
        if (usage.path("type").asText().equals("duration")) {
            JsonNode seconds = usage.path("seconds");
            return seconds.isNumber() && seconds.decimalValue().signum() > 0
                    ? Quantities.NONE.with(
                            UsageClass.AUDIO_MILLISECONDS,
                            seconds.decimalValue()
                                    .movePointRight(MILLIS_DIGITS)
                                    .setScale(0, RoundingMode.CEILING)
                                    .longValue())
                    : Quantities.NONE;
        }
        long input = count(usage, "input_tokens");
        long audio = Math.min(input, count(usage.path("input_token_details"), "audio_tokens"));
        return Quantities.of(input - audio, count(usage, "output_tokens")).with(UsageClass.AUDIO_INPUT, audio);
    }

    private static long count(JsonNode parent, String field) {
        return Math.max(0, parent.path(field).asLong());
    }
}
