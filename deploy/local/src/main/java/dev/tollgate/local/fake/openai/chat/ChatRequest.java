package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.Nested;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A typed view of a body that has passed [RequestCheck].
public record ChatRequest(JsonNode body) {

    private static final long NO_BOUND = 131_072;

    public String model() {
        return body.get("model").asText();
    }

    public boolean stream() {
        return body.path("stream").asBoolean();
    }

    public boolean includeUsage() {
        return body.path("stream_options").path("include_usage").asBoolean();
    }

    public int choices() {
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
    public String promptText() {
        String messages = Nested.elements(body.get("messages"))
                .map(message -> textOf(message) + argumentsOf(message))
                .collect(Collectors.joining());
        return tools().isArray() ? messages + tools() : messages;
    }

    int messages() {
        return body.get("messages").size();
    }

    long images() {
        return parts("image_url").count();
    }

    /// The sounds of the messages, in bytes.
    long audioBytes() {
        return parts("input_audio")
                .mapToLong(part -> decodedBytes(part.at("/input_audio/data").asText()))
                .sum();
    }

    long files() {
        return parts("file").count();
    }

    /// Of files that come along; those by id are unknown here.
    long fileBytes() {
        return parts("file")
                .mapToLong(part -> decodedBytes(part.at("/file/file_data").asText()))
                .sum();
    }

    boolean spoken() {
        return Nested.elements(body.path("modalities"))
                .anyMatch(modality -> modality.asText().equals("audio"));
    }

    String audioFormat() {
        return body.at("/audio/format").asText("wav");
    }

    private Stream<JsonNode> parts(String type) {
        return Nested.elements(body.get("messages"))
                .flatMap(message -> Nested.elements(message.path("content")))
                .filter(part -> part.path("type").asText().equals(type));
    }

    /// @param base64 may be a data URL
    private static long decodedBytes(String base64) {
        String data = base64.substring(base64.indexOf(',') + 1);
        int padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
        return data.length() * 3L / 4 - padding;
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
