package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Rejects what OpenAI rejects of a chat completion's fields. The rules run in order; the first that fails answers.
final class RequestCheck {

    private static final long MAX_OUTPUT = 131_072;
    private static final Set<String> KNOWN = Set.of(
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "messages",
            "metadata",
            "modalities",
            "model",
            "moderation",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "stop",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "verbosity",
            "web_search_options");

    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(KNOWN),
            FieldRule.model(),
            MessageCheck::messages,
            FieldRule.decimal("temperature", 0, 2),
            FieldRule.decimal("top_p", 0, 1),
            FieldRule.decimal("frequency_penalty", -2, 2),
            FieldRule.decimal("presence_penalty", -2, 2),
            FieldRule.integer("n", 1, 128),
            FieldRule.integer("max_tokens", 1, MAX_OUTPUT),
            FieldRule.integer("max_completion_tokens", 1, MAX_OUTPUT),
            RequestCheck::oneBound,
            FieldRule.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            FieldRule.bool("stream"),
            FieldRule.bool("store"),
            FieldRule.bool("logprobs"),
            FieldRule.integer("top_logprobs", 0, 20),
            RequestCheck::logprobs,
            RequestCheck::streamOptions,
            RequestCheck::stop,
            RequestCheck::metadata,
            RequestCheck::logitBias,
            AudioCheck::check,
            FieldRule.string("user"),
            FieldRule.string("safety_identifier"),
            FieldRule.string("prompt_cache_key"),
            FieldRule.oneOf("service_tier", "auto", "default", "flex", "scale", "priority", "fast"),
            FieldRule.oneOf("verbosity", "low", "medium", "high"),
            FieldRule.oneOf("reasoning_effort", "none", "minimal", "low", "medium", "high", "xhigh"),
            FieldRule.oneOf("prompt_cache_retention", "in_memory", "24h"),
            FieldRule.object("prediction"),
            FieldRule.object("web_search_options"),
            ToolCheck::tools,
            ToolCheck::toolChoice,
            ToolCheck::parallel,
            ToolCheck::responseFormat);

    private RequestCheck() {}

    /// The first thing wrong with the body, if any.
    static Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    private static Optional<Rejection> oneBound(JsonNode body) {
        if (body.hasNonNull("max_tokens") && body.hasNonNull("max_completion_tokens")) {
            String message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
            return Optional.of(Rejection.invalid(message, "max_tokens", "invalid_parameter_combination"));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> logprobs(JsonNode body) {
        if (body.hasNonNull("top_logprobs") && !body.path("logprobs").asBoolean()) {
            String message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
            return Optional.of(Rejection.invalid(message, "top_logprobs", null));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> streamOptions(JsonNode body) {
        if (!body.hasNonNull("stream_options")) {
            return Optional.empty();
        }
        if (!body.path("stream").asBoolean()) {
            String message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            return Optional.of(Rejection.invalid(message, "stream_options", null));
        }
        return FieldRule.object("stream_options").check(body).or(() -> {
            JsonNode options = body.get("stream_options");
            return Nested.unknown(options, "stream_options", Set.of("include_usage", "include_obfuscation"))
                    .or(() -> FieldRule.bool("include_usage").check(options));
        });
    }

    private static Optional<Rejection> stop(JsonNode body) {
        JsonNode stop = body.path("stop");
        if (stop.isMissingNode() || stop.isNull() || stop.isTextual()) {
            return Optional.empty();
        }
        if (!stop.isArray() || Stream.of(stop).flatMap(Nested::elements).anyMatch(s -> !s.isTextual())) {
            return Optional.of(
                    Rejection.wrongType("stop", "one of a string or array of strings", FieldRule.describe(stop)));
        }
        return stop.size() <= 4 ? Optional.empty() : Optional.of(Nested.tooLong("stop", 4, stop.size()));
    }

    private static Optional<Rejection> metadata(JsonNode body) {
        JsonNode metadata = body.path("metadata");
        if (metadata.isMissingNode() || metadata.isNull()) {
            return Optional.empty();
        }
        if (!metadata.isObject()) {
            return FieldRule.object("metadata").check(body);
        }
        boolean tooBig = metadata.size() > 16
                || metadata.properties().stream()
                        .anyMatch(e -> e.getKey().length() > 64
                                || !e.getValue().isTextual()
                                || e.getValue().textValue().length() > 512);
        String message =
                "Invalid 'metadata': at most 16 pairs of strings, keys up to 64 and values up to 512 characters.";
        return tooBig ? Optional.of(Rejection.invalid(message, "metadata", "invalid_value")) : Optional.empty();
    }

    private static Optional<Rejection> logitBias(JsonNode body) {
        return FieldRule.object("logit_bias").check(body).or(() -> {
            boolean outside = Nested.elements(body.path("logit_bias"))
                    .anyMatch(v -> !v.isNumber() || v.asDouble() < -100 || v.asDouble() > 100);
            String message = "Invalid 'logit_bias': values must be between -100 and 100.";
            return outside ? Optional.of(Rejection.invalid(message, "logit_bias", "invalid_value")) : Optional.empty();
        });
    }
}
