package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A typed view of a body that has passed [RequestCheck].
record Turns(JsonNode body) {

    String model() {
        return body.get("model").asText();
    }

    boolean stream() {
        return body.path("stream").asBoolean();
    }

    long outputBound() {
        return body.get("max_tokens").asLong();
    }

    int count() {
        return body.get("messages").size();
    }

    JsonNode schema() {
        return body.path("output_config").path("format").path("schema");
    }

    List<JsonNode> tools() {
        return elements(body.path("tools")).toList();
    }

    String choice() {
        return body.path("tool_choice").path("type").asText("auto");
    }

    /// Empty unless one tool is demanded.
    String demandedTool() {
        return body.path("tool_choice").path("name").asText();
    }

    boolean parallelAllowed() {
        return !body.path("tool_choice").path("disable_parallel_tool_use").asBoolean();
    }

    List<String> stops() {
        return elements(body.path("stop_sequences")).map(JsonNode::asText).toList();
    }

    /// Tokens that may be thought; 0 without thinking.
    long thinkingBudget() {
        return switch (body.path("thinking").path("type").asText()) {
            case "enabled" -> body.path("thinking").path("budget_tokens").asLong();
            case "adaptive" -> outputBound();
            default -> 0;
        };
    }

    boolean thinkingShown() {
        return !body.path("thinking").path("display").asText().equals("omitted");
    }

    /// Whether the last turn tells results of tools.
    boolean answersTools() {
        return lastBlocks().anyMatch(block -> block.path("type").asText().equals("tool_result"));
    }

    /// What the last turn's results say.
    String lastResults() {
        return lastBlocks()
                .filter(block -> block.path("type").asText().equals("tool_result"))
                .map(block -> textOf(block.path("content")))
                .collect(Collectors.joining(" "));
    }

    /// The text of the last turn of a role; empty when there is none.
    String lastText(String role) {
        String text = "";
        for (JsonNode message : body.get("messages")) {
            if (message.get("role").asText().equals(role)) {
                text = textOf(message.get("content"));
            }
        }
        return text;
    }

    boolean isPrefilled() {
        JsonNode messages = body.get("messages");
        return messages.get(messages.size() - 1).get("role").asText().equals("assistant");
    }

    long media() {
        return body.get("messages").findValues("source").size();
    }

    /// All the text that the model is given: instructions, turns, tools and their results.
    String promptText() {
        List<String> parts = new ArrayList<>();
        parts.add(textOf(body.path("system")));
        for (JsonNode message : body.get("messages")) {
            JsonNode content = message.get("content");
            parts.add(textOf(content));
            elements(content)
                    .forEach(block -> parts.add(
                            block.path("type").asText().equals("tool_use")
                                    ? block.get("input").toString()
                                    : textOf(block.path("content"))));
        }
        if (body.has("tools")) {
            parts.add(body.get("tools").toString());
        }
        return String.join("", parts);
    }

    private Stream<JsonNode> lastBlocks() {
        JsonNode messages = body.get("messages");
        return elements(messages.get(messages.size() - 1).get("content"));
    }

    private static String textOf(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        return elements(content).map(block -> block.path("text").asText()).collect(Collectors.joining());
    }

    private static Stream<JsonNode> elements(JsonNode container) {
        return container.isArray() ? StreamSupport.stream(container.spliterator(), false) : Stream.empty();
    }
}
