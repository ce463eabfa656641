package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.Nested;
import java.util.List;
import java.util.stream.Collectors;

/// A typed view of a body that has passed [RequestCheck].
record ChatRequest(JsonNode body) {

    private static final long NO_BOUND = 131_072;

    String model() {
        return body.get("model").asText();
    }

    boolean stream() {
        return body.path("stream").asBoolean();
    }

    boolean includeUsage() {
        return body.path("stream_options").path("include_usage").asBoolean();
    }

    int choices() {
        return body.path("n").asInt(1);
    }

    long outputBound() {
        return body.path("max_completion_tokens").asLong(body.path("max_tokens").asLong(NO_BOUND));
    }

    List<String> stops() {
        JsonNode stop = body.path("stop");
        return stop.isTextual()
                ? List.of(stop.textValue())
                : Nested.elements(stop).map(JsonNode::asText).toList();
    }

    boolean logprobs() {
        return body.path("logprobs").asBoolean();
    }

    int topLogprobs() {
        return body.path("top_logprobs").asInt(0);
    }

    String reasoningEffort() {
        return body.path("reasoning_effort").asText("medium");
    }

    JsonNode tools() {
        return body.path("tools");
    }

    JsonNode toolChoice() {
        return body.path("tool_choice");
    }

    boolean parallelAllowed() {
        return body.path("parallel_tool_calls").asBoolean(true);
    }

    JsonNode responseFormat() {
        return body.path("response_format");
    }

    /// The role of the last message.
    String lastRole() {
        JsonNode messages = body.get("messages");
        return messages.get(messages.size() - 1).get("role").asText();
    }

    /// The text of the last message of a role, parts joined; empty when there is none.
    String lastText(String role) {
        String text = "";
        for (JsonNode message : body.get("messages")) {
            if (message.get("role").asText().equals(role)) {
                text = textOf(message);
            }
        }
        return text;
    }

    /// All the text that the model is given: messages, calls and tools.
    String promptText() {
        String messages = Nested.elements(body.get("messages"))
                .map(message -> textOf(message) + argumentsOf(message))
                .collect(Collectors.joining());
        return tools().isArray() ? messages + tools() : messages;
    }

    int messages() {
        return body.get("messages").size();
    }

    long images() {
        return Nested.elements(body.get("messages"))
                .flatMap(message -> Nested.elements(message.path("content")))
                .filter(part -> part.path("type").asText().equals("image_url"))
                .count();
    }

    private static String textOf(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        return Nested.elements(content).map(part -> part.path("text").asText()).collect(Collectors.joining());
    }

    private static String argumentsOf(JsonNode message) {
        return Nested.elements(message.path("tool_calls"))
                .map(call -> call.path("function").path("arguments").asText())
                .collect(Collectors.joining());
    }
}
