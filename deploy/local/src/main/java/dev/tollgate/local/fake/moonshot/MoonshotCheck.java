package dev.tollgate.local.fake.moonshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.kin.Histories;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rejects what Moonshot rejects, in its words.
record MoonshotCheck(JsonNode body, boolean thinks) {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final Pattern FIXED = Pattern.compile("kimi-(k2\\.[5-9]|k[3-9])");
    private static final Pattern TOOL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");

    static boolean isFixed(String model) {
        return FIXED.matcher(model).find();
    }

    Optional<String> complaint() {
        return Stream.<Supplier<Optional<String>>>of(this::sampling, this::tools, this::messages, this::history)
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> sampling() {
        for (String unknown : List.of("logprobs", "top_logprobs", "logit_bias")) {
            if (body.hasNonNull(unknown)) {
                return Optional.of("Invalid request: unsupported parameter " + unknown);
            }
        }
        double temperature = body.path("temperature").asDouble(-1);
        int choices = body.path("n").asInt(1);
        if (isFixed(body.path("model").asText())) {
            boolean sampled = body.hasNonNull("temperature") || body.hasNonNull("top_p") || choices > 1;
            return sampled ? Optional.of("invalid temperature: only 1 is allowed for this model") : Optional.empty();
        }
        if (temperature > 1) {
            return Optional.of("invalid temperature: must be in [0, 1]");
        }
        if (choices > 5 || (choices > 1 && temperature >= 0 && temperature < 0.3)) {
            return Optional.of("invalid n: must be 1 when temperature is close to 0, and at most 5");
        }
        return Optional.empty();
    }

    private Optional<String> tools() {
        if (Histories.demandsCall(body)) {
            return Optional.of("tool_choice is not supported with this value");
        }
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (!TOOL.matcher(function.path("name").asText()).matches()) {
                return Optional.of("Invalid request: function name is invalid, must start with a letter and can contain"
                        + " letters, numbers, underscores, and dashes");
            }
            if (!function.path("parameters").isObject()) {
                return Optional.of("Invalid request: function parameters is missing");
            }
        }
        return Optional.empty();
    }

    private Optional<String> messages() {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            return Optional.of("Invalid request: messages is empty");
        }
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            Optional<String> complaint = message(message, index++);
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private Optional<String> message(JsonNode message, int index) {
        String role = message.path("role").asText();
        boolean calls = !message.path("tool_calls").isEmpty();
        JsonNode content = message.path("content");
        if (!ROLES.contains(role)) {
            return Optional.of("Invalid request: invalid role " + role);
        }
        if (!calls
                && !role.equals("tool")
                && content.isEmpty()
                && content.asText("").isBlank()) {
            return Optional.of(
                    "Invalid request: message at position " + index + " with role '" + role + "' must not be empty");
        }
        if (thinks && calls && message.path("reasoning_content").asText("").isEmpty()) {
            return Optional.of("thinking is enabled but reasoning_content is missing in assistant tool call message at"
                    + " index " + index);
        }
        String model = body.path("model").asText();
        if (content.isArray() && !isFixed(model) && !model.contains("vision")) {
            return Optional.of("Invalid request: message content must be a string for this model");
        }
        for (JsonNode part : content) {
            if (part.path("image_url").path("url").asText("").startsWith("http")) {
                return Optional.of("Invalid request: unsupported image url");
            }
        }
        return Optional.empty();
    }

    private Optional<String> history() {
        return Histories.unansweredCalls(body.path("messages"));
    }
}
