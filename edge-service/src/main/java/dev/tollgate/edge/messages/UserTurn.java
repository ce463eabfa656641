package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.messages.ChatParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// What the user says until the model speaks: results of tools, which a chat has as messages of their own, and behind
/// them the rest. Pictures in a result are told behind it, as a chat's results are text.
final class UserTurn {
    private static final String FAILED = "Error: ";
    private static final String BELOW = "(What the tool gave follows below.)";

    private record Result(String id, String text, String place) {}

    private final ChatParts parts;
    private final List<Result> results = new ArrayList<>();
    private final List<Part> media = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();

    UserTurn(ChatParts parts) {
        this.parts = parts;
    }

    void add(JsonNode content, String path) {
        if (content.isTextual()) {
            said.addAll(parts.of(content, path));
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String at = path + "[" + i + "]";
            if (block.path("type").asText().equals("tool_result")) {
                result(block, at);
            } else {
                parts.add(block, at, said);
            }
        }
    }

    void writeTo(ChatTurns turns) {
        for (Result result : results) {
            ObjectNode message = turns.message("tool", result.place());
            message.put("tool_call_id", result.id()).put("content", result.text());
        }
        List<Part> rest = new ArrayList<>(media);
        rest.addAll(said);
        if (!rest.isEmpty()) {
            turns.message("user", rest);
        }
    }

    private void result(JsonNode block, String path) {
        String id = block.path("tool_use_id").asText();
        StringJoiner text = new StringJoiner("\n");
        List<Part> shown = new ArrayList<>();
        for (Part part : resultParts(block.path("content"), path + ".content")) {
            if (part.isText()) {
                text.add(part.text());
            } else {
                shown.add(part);
            }
        }
        if (!shown.isEmpty()) {
            media.add(ChatParts.text("Result of the tool call " + id + ":", path));
            media.addAll(shown);
        }
        String told = text.length() == 0 && !shown.isEmpty() ? BELOW : text.toString();
        results.add(new Result(id, block.path("is_error").asBoolean() ? FAILED + told : told, path));
    }

    /// A tool that was found is named: the list of tools has all of them from the beginning.
    private List<Part> resultParts(JsonNode content, String path) {
        List<Part> found = new ArrayList<>();
        if (content.isTextual()) {
            return parts.of(content, path);
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String at = path + "[" + i + "]";
            if (block.path("type").asText().equals("tool_reference")) {
                found.add(ChatParts.text(block.path("tool_name").asText(), at));
            } else {
                parts.add(block, at, found);
            }
        }
        return found;
    }
}
