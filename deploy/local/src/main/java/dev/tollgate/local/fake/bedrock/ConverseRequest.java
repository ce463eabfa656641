package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A typed view of a body that has passed [ConverseRules].
record ConverseRequest(String model, JsonNode body) {

    private static final long OUTPUT_MAX = 4_096;

    long outputBound() {
        return body.path("inferenceConfig").path("maxTokens").asLong(OUTPUT_MAX);
    }

    List<String> stops() {
        List<String> stops = new ArrayList<>();
        body.path("inferenceConfig").path("stopSequences").forEach(stop -> stops.add(stop.asText()));
        return stops;
    }

    int turns() {
        return body.path("messages").size();
    }

    List<JsonNode> tools() {
        List<JsonNode> tools = new ArrayList<>();
        body.path("toolConfig").path("tools").forEach(tool -> {
            if (tool.has("toolSpec")) {
                tools.add(tool.path("toolSpec"));
            }
        });
        return tools;
    }

    boolean isCallDemanded() {
        JsonNode choice = body.path("toolConfig").path("toolChoice");
        return choice.has("any") || choice.has("tool");
    }

    /// Empty unless one tool is demanded.
    String demandedTool() {
        return body.path("toolConfig")
                .path("toolChoice")
                .path("tool")
                .path("name")
                .asText("");
    }

    /// Tokens that may be thought; 0 without thinking.
    long thinkingBudget() {
        JsonNode thinking = body.path("additionalModelRequestFields").path("thinking");
        return switch (thinking.path("type").asText()) {
            case "enabled" -> thinking.path("budget_tokens").asLong();
            case "adaptive" -> outputBound();
            default -> 0;
        };
    }

    boolean answersTools() {
        return last().stream().anyMatch(block -> block.has("toolResult"));
    }

    String lastResults() {
        return last().stream()
                .map(block -> textOf(block.path("toolResult").path("content")))
                .collect(Collectors.joining(" "))
                .strip();
    }

    boolean isPrefilled() {
        return body.path("messages").path(turns() - 1).path("role").asText().equals("assistant");
    }

    /// The text of the user's last turn.
    String lastText() {
        String text = "";
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                text = textOf(message.path("content"));
            }
        }
        return text;
    }

    int media() {
        return body.path("messages").findValues("source").size();
    }

    /// All the text that the model is given.
    String promptText() {
        StringBuilder text = new StringBuilder(textOf(body.path("system")));
        for (JsonNode message : body.path("messages")) {
            text.append(textOf(message.path("content")));
            for (JsonNode block : message.path("content")) {
                text.append(textOf(block.path("toolResult").path("content")));
                if (block.has("toolUse")) {
                    text.append(block.path("toolUse").path("input"));
                }
            }
        }
        if (body.has("toolConfig")) {
            text.append(body.path("toolConfig").path("tools"));
        }
        return text.toString();
    }

    private List<JsonNode> last() {
        List<JsonNode> blocks = new ArrayList<>();
        body.path("messages").path(turns() - 1).path("content").forEach(blocks::add);
        return blocks;
    }

    private static String textOf(JsonNode blocks) {
        return StreamSupport.stream(blocks.spliterator(), false)
                .map(block -> block.path("text").asText())
                .collect(Collectors.joining());
    }
}
