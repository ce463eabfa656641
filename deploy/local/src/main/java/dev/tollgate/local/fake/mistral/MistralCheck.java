package dev.tollgate.local.fake.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.kin.Histories;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Rejects what Mistral rejects, in its words.
record MistralCheck(JsonNode body) {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "temperature",
            "top_p",
            "max_tokens",
            "stream",
            "stop",
            "random_seed",
            "metadata",
            "response_format",
            "tools",
            "tool_choice",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "prediction",
            "parallel_tool_calls",
            "prompt_cache_key",
            "prompt_mode",
            "reasoning_effort",
            "safe_prompt");
    private static final Map<String, Set<String>> OF_ROLE = Map.of(
            "system", Set.of("role", "content"),
            "user", Set.of("role", "content"),
            "assistant", Set.of("role", "content", "tool_calls", "prefix"),
            "tool", Set.of("role", "content", "tool_call_id", "name"));
    private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final Set<String> CHOICES = Set.of("auto", "none", "any", "required");

    /// The first field that the schema does not have.
    static Optional<String> unknown(JsonNode body) {
        Stream<String> own = names(body).filter(name -> !FIELDS.contains(name));
        Stream<String> ofMessages = Stream.of(body.path("messages"))
                .flatMap(messages -> StreamSupport.stream(messages.spliterator(), false))
                .flatMap(message -> names(message)
                        .filter(name -> !OF_ROLE.getOrDefault(
                                        message.path("role").asText(), Set.of("role"))
                                .contains(name))
                        .map(name -> "messages." + name));
        return Stream.concat(own, ofMessages).findFirst();
    }

    private static Stream<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey);
    }

    Optional<String> complaint() {
        return Stream.<Supplier<Optional<String>>>of(this::values, this::tools, this::order, this::history)
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> values() {
        double temperature = body.path("temperature").asDouble(0.7);
        if (temperature < 0 || temperature > 1.5) {
            return Optional.of("Input should be less than or equal to 1.5");
        }
        if (temperature == 0 && body.path("top_p").asDouble(1) != 1) {
            return Optional.of("top_p must be 1 when using greedy sampling.");
        }
        if (body.path("random_seed").asLong() < 0) {
            return Optional.of("Input should be greater than or equal to 0");
        }
        if (body.hasNonNull("max_tokens") && body.path("max_tokens").asLong() < 1) {
            return Optional.of("Input should be greater than 0");
        }
        return Optional.empty();
    }

    private Optional<String> tools() {
        for (JsonNode tool : body.path("tools")) {
            if (!tool.at("/function/name").isTextual()
                    || !tool.at("/function/parameters").isObject()) {
                return Optional.of("tools.function.parameters: Field required");
            }
        }
        JsonNode choice = body.path("tool_choice");
        boolean known = choice.isMissingNode()
                || (choice.isObject() ? choice.at("/function/name").isTextual() : CHOICES.contains(choice.asText()));
        return known ? Optional.empty() : Optional.of("Input should be 'auto', 'none', 'any' or 'required'");
    }

    private Optional<String> order() {
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            return Optional.of("Conversation must have at least one message");
        }
        String before = "system";
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            boolean lateSystem = role.equals("system") && !before.equals("system");
            if (!OF_ROLE.containsKey(role) || lateSystem || (role.equals("user") && before.equals("tool"))) {
                return Optional.of("Unexpected role '" + role + "' after role '" + before + "'");
            }
            if (role.equals("assistant")
                    && message.path("tool_calls").isEmpty()
                    && message.path("content").isEmpty()
                    && message.path("content").asText("").isEmpty()) {
                return Optional.of("Assistant message must have either content or tool_calls, but not none.");
            }
            before = role;
        }
        JsonNode last = messages.get(messages.size() - 1);
        boolean ends = before.equals("user")
                || before.equals("tool")
                || (before.equals("assistant") && last.path("prefix").asBoolean());
        return ends
                ? Optional.empty()
                : Optional.of("Expected last role User or Tool (or Assistant with prefix True) for serving but got "
                        + before);
    }

    private Optional<String> history() {
        for (JsonNode id : body.path("messages").findValues("tool_calls")) {
            for (JsonNode call : id) {
                if (!CALL_ID.matcher(call.path("id").asText()).matches()) {
                    return Optional.of("Tool call id was " + call.path("id").asText()
                            + " but must be a-z, A-Z, 0-9, with a length of 9.");
                }
            }
        }
        return Histories.unansweredCalls(body.path("messages"));
    }
}
