package dev.tollgate.edge.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.json.StreamOptions;
import dev.tollgate.edge.prompts.Texts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of OpenAI's reference.
final class CompletionsView {
    private static final int CHOICES_MAX = 128;
    private static final int BEST_OF_MAX = 20;
    private static final int LOGPROBS_MAX = 5;
    private static final int STOPS_MAX = 4;
    /// Tokens of an answer to a request that names no bound: OpenAI's own.
    private static final long USUAL_OUTPUT = 16;

    private final Map<String, JsonNode> fields;
    private final Members members;

    CompletionsView(Members members) {
        this.fields = members.fields();
        this.members = members;
    }

    CompletionsRequest validated() {
        String model = Field.requiredText(fields, "model");
        Texts prompts = Texts.of("prompt", fields.get("prompt"));
        boolean stream = Field.flag(fields, "stream");
        boolean includeUsage = StreamOptions.includeUsage(fields, stream);
        int n = whole("n", CHOICES_MAX, 1);
        int candidates = candidates(n, stream);
        Long bound = Field.integer(fields, "max_tokens", 1, Long.MAX_VALUE);
        String suffix = Field.text(fields, "suffix");
        Field.flag(fields, "echo");
        Field.integer(fields, "logprobs", 0, LOGPROBS_MAX);
        checkSampling();
        return new CompletionsRequest(
                model,
                prompts,
                suffix == null ? "" : suffix,
                Math.multiplyExact(candidates, prompts.items().size()),
                bound == null ? USUAL_OUTPUT : bound,
                stream,
                includeUsage,
                CompletionsRequest.Speech.UNKNOWN,
                members);
    }

    private int whole(String name, int most, int preset) {
        Long value = Field.integer(fields, name, 1, most);
        return value == null ? preset : value.intValue();
    }

    /// Answers that are made of each prompt, of which the best are shown.
    private int candidates(int n, boolean stream) {
        int bestOf = whole("best_of", BEST_OF_MAX, n);
        if (bestOf < n) {
            throw Invalid.value("best_of", "Invalid value for 'best_of': must be at least 'n'.");
        }
        if (stream && bestOf > n) {
            throw Invalid.value("best_of", "'best_of' cannot be used with 'stream'.");
        }
        return bestOf;
    }

    private void checkSampling() {
        Field.number(fields, "temperature", 0, 2);
        Field.number(fields, "top_p", 0, 1);
        Field.number(fields, "frequency_penalty", -2, 2);
        Field.number(fields, "presence_penalty", -2, 2);
        Field.integer(fields, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Field.text(fields, "user");
        JsonNode bias = fields.get("logit_bias");
        if (bias != null && !bias.isObject()) {
            throw Invalid.type("logit_bias", "an object");
        }
        checkStop(fields.get("stop"));
    }

    private static void checkStop(@Nullable JsonNode stop) {
        if (stop == null || stop.isTextual()) {
            return;
        }
        if (!stop.isArray()) {
            throw Invalid.type("stop", "a string or an array of strings");
        }
        if (stop.size() > STOPS_MAX) {
            throw Invalid.value("stop", "Invalid value for 'stop': at most " + STOPS_MAX + " sequences.");
        }
        for (int i = 0; i < stop.size(); i++) {
            if (!stop.get(i).isTextual()) {
                throw Invalid.type("stop[" + i + "]", "a string");
            }
        }
    }
}
