package dev.tollgate.local.fake.deepseek;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.kin.Histories;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Rejects what DeepSeek rejects, in its words.
///
/// @param thinks whether the model thinks, for then much more is refused
record DeepSeekCheck(JsonNode body, boolean thinks) {
    static final String NOT_OF_THE_TYPE = "Failed to deserialize the JSON body into the target type: ";

    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final long TOKENS_MAX = 8_192;
    private static final long TOKENS_MAX_THINKING = 65_536;

    Optional<String> complaint() {
        return Stream.<Supplier<Optional<String>>>of(this::types, this::fields, this::thinking, this::history)
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> types() {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            return Optional.of(NOT_OF_THE_TYPE + "messages: missing field `messages`");
        }
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (!ROLES.contains(role)) {
                return Optional.of(NOT_OF_THE_TYPE + "messages[" + index + "].role: unknown variant `" + role
                        + "`, expected one of `system`, `user`, `assistant`, `tool`");
            }
            if (message.path("content").isArray()) {
                return Optional.of(
                        NOT_OF_THE_TYPE + "messages[" + index + "]: invalid type: sequence, expected a string");
            }
            index++;
        }
        return Optional.empty();
    }

    private Optional<String> fields() {
        long max = thinks ? TOKENS_MAX_THINKING : TOKENS_MAX;
        if (body.hasNonNull("max_tokens")
                && (body.path("max_tokens").asLong() < 1
                        || body.path("max_tokens").asLong() > max)) {
            return Optional.of("Invalid max_tokens value, the valid range of max_tokens is [1, " + max + "]");
        }
        if (body.path("n").asInt(1) != 1) {
            return Optional.of("Invalid n value (currently only n = 1 is supported)");
        }
        if (body.path("temperature").asDouble(1) > 2) {
            return Optional.of("Invalid temperature value, the valid range of temperature is [0, 2]");
        }
        String format = body.path("response_format").path("type").asText("text");
        if (!format.equals("text") && !format.equals("json_object")) {
            return Optional.of("This response_format type is unavailable now");
        }
        boolean speaksOfJson =
                body.path("messages").toString().toLowerCase(Locale.ROOT).contains("json");
        return format.equals("json_object") && !speaksOfJson
                ? Optional.of("Prompt must contain the word 'json' in some form to use 'response_format' of type"
                        + " 'json_object'.")
                : Optional.empty();
    }

    private Optional<String> thinking() {
        if (!thinks) {
            return Optional.empty();
        }
        if (body.path("logprobs").asBoolean() || body.hasNonNull("top_logprobs")) {
            return Optional.of("deepseek-reasoner does not support the parameter `logprobs`");
        }
        if (Histories.demandsCall(body)) {
            return Optional.of("deepseek-reasoner does not support this tool_choice");
        }
        String before = "";
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            boolean calls = !message.path("tool_calls").isEmpty();
            if (calls && !message.hasNonNull("reasoning_content")) {
                return Optional.of(
                        "Missing `reasoning_content` field in the assistant message at message index " + index);
            }
            if (!calls && message.hasNonNull("reasoning_content")) {
                return Optional.of(
                        "The `reasoning_content` is an intermediate result for display purposes only and will"
                                + " not be included in the context for inference. Please remove it from messages["
                                + index + "]");
            }
            String role = message.path("role").asText();
            if (before.equals(role) && (role.equals("user") || role.equals("assistant"))) {
                return Optional.of("deepseek-reasoner does not support successive user or assistant messages");
            }
            before = role;
            index++;
        }
        return Optional.empty();
    }

    private Optional<String> history() {
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals("assistant")
                    && message.path("content").asText("").isEmpty()
                    && message.path("tool_calls").isEmpty()) {
                return Optional.of("Invalid assistant message: content or tool_calls must be set");
            }
        }
        return Histories.unansweredCalls(body.path("messages"));
    }
}
