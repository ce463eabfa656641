package dev.tollgate.local.fake.openai.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses what OpenAI refuses of a text completion's fields.
final class CompletionCheck {

    private static final int STOPS_MAX = 4;
    private static final String INVALID =
            "'$.prompt' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.";
    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(Set.of(
                    "model",
                    "prompt",
                    "best_of",
                    "echo",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "max_tokens",
                    "n",
                    "presence_penalty",
                    "seed",
                    "stop",
                    "stream",
                    "stream_options",
                    "suffix",
                    "temperature",
                    "top_p",
                    "user")),
            FieldRule.model(),
            CompletionCheck::prompt,
            FieldRule.integer("best_of", 0, 20),
            FieldRule.bool("echo"),
            FieldRule.decimal("frequency_penalty", -2, 2),
            FieldRule.object("logit_bias"),
            FieldRule.integer("logprobs", 0, 5),
            FieldRule.integer("max_tokens", 0, Integer.MAX_VALUE),
            FieldRule.integer("n", 1, 128),
            FieldRule.decimal("presence_penalty", -2, 2),
            FieldRule.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            CompletionCheck::stop,
            FieldRule.bool("stream"),
            FieldRule.object("stream_options"),
            FieldRule.string("suffix"),
            FieldRule.decimal("temperature", 0, 2),
            FieldRule.decimal("top_p", 0, 1),
            FieldRule.string("user"),
            CompletionCheck::together);

    private CompletionCheck() {}

    static Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    private static Optional<Rejection> prompt(JsonNode body) {
        JsonNode prompt = body.path("prompt");
        if (prompt.isMissingNode() || prompt.isNull()) {
            return Optional.of(Rejection.missing("prompt"));
        }
        if (prompt.isTextual()) {
            return Optional.empty();
        }
        if (!prompt.isArray() || prompt.isEmpty()) {
            return invalid();
        }
        boolean texts = Nested.elements(prompt).allMatch(JsonNode::isTextual);
        boolean tokens = areTokens(prompt) || Nested.elements(prompt).allMatch(CompletionCheck::areTokens);
        return texts || tokens ? Optional.empty() : invalid();
    }

    private static boolean areTokens(JsonNode items) {
        return items.isArray()
                && !items.isEmpty()
                && Nested.elements(items).allMatch(item -> item.isInt() && item.intValue() >= 0);
    }

    private static Optional<Rejection> stop(JsonNode body) {
        JsonNode stop = body.path("stop");
        if (stop.isMissingNode() || stop.isNull() || stop.isTextual()) {
            return Optional.empty();
        }
        if (!stop.isArray() || !Nested.elements(stop).allMatch(JsonNode::isTextual)) {
            return Optional.of(Rejection.wrongType("stop", "a string", FieldRule.describe(stop)));
        }
        return stop.size() > STOPS_MAX ? Optional.of(Nested.tooLong("stop", STOPS_MAX, stop.size())) : Optional.empty();
    }

    private static Optional<Rejection> together(JsonNode body) {
        int n = body.path("n").asInt(1);
        int bestOf = body.path("best_of").asInt(n);
        boolean stream = body.path("stream").asBoolean();
        if (bestOf < n) {
            return refused(
                    "best_of",
                    "You requested that the server return more choices than it will generate "
                            + "(HINT: you must set 'n' (currently " + n + ") to be at most 'best_of' (currently "
                            + bestOf
                            + "), or omit either parameter if you don't specifically want to use them.)");
        }
        if (stream && bestOf > n) {
            return refused("best_of", "You cannot stream results with 'best_of' greater than 'n'.");
        }
        if (body.hasNonNull("stream_options") && !stream) {
            return refused(
                    "stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        return body.hasNonNull("suffix") && body.path("echo").asBoolean()
                ? refused("suffix", "'suffix' and 'echo' cannot be used together.")
                : Optional.empty();
    }

    private static Optional<Rejection> refused(String field, String message) {
        return Optional.of(Rejection.invalid(message, field, "invalid_value"));
    }

    private static Optional<Rejection> invalid() {
        return Optional.of(Rejection.invalid(INVALID, "prompt", null));
    }
}
