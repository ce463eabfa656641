package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Decides whether the answer is a call of tools, and of which.
///
/// Tools are called when the choice demands it, or when it leaves it open and the last message is the user's and
/// speaks of weather, of tools, of something parallel, or of a tool by its name. "parallel" gets two calls.
final class ToolCalls {

    private ToolCalls() {}

    static List<ToolCall> of(ChatRequest request) {
        List<JsonNode> tools = Nested.elements(request.tools())
                .filter(tool -> isAllowed(tool, request.toolChoice()))
                .toList();
        String choice = request.toolChoice().asText();
        if (tools.isEmpty() || choice.equals("none")) {
            return List.of();
        }
        String forced = forcedName(request.toolChoice());
        String text = request.lastText("user").toLowerCase(Locale.ROOT);
        boolean demanded = choice.equals("required")
                || !forced.isEmpty()
                || request.toolChoice().at("/allowed_tools/mode").asText().equals("required");
        if (!demanded && !(request.lastRole().equals("user") && invites(text, tools))) {
            return List.of();
        }
        JsonNode first = tools.stream()
                .filter(tool ->
                        forced.isEmpty() ? mentions(text, tool) : nameOf(tool).equals(forced))
                .findFirst()
                .orElse(tools.getFirst());
        int count = text.contains("parallel") && request.parallelAllowed() ? 2 : 1;
        return IntStream.range(0, count).mapToObj(i -> call(first, i, text)).toList();
    }

    /// A choice may allow only some of the tools.
    private static boolean isAllowed(JsonNode tool, JsonNode choice) {
        JsonNode allowed = choice.at("/allowed_tools/tools");
        return allowed.isMissingNode()
                || Nested.elements(allowed).anyMatch(one -> nameOf(one).equals(nameOf(tool)));
    }

    private static String forcedName(JsonNode choice) {
        String type = choice.path("type").asText();
        return type.equals("allowed_tools")
                ? ""
                : choice.path(type).path("name").asText();
    }

    private static boolean invites(String text, List<JsonNode> tools) {
        return text.contains("weather")
                || text.contains("tool")
                || text.contains("parallel")
                || tools.stream().anyMatch(tool -> mentions(text, tool));
    }

    private static boolean mentions(String text, JsonNode tool) {
        return text.contains(nameOf(tool).toLowerCase(Locale.ROOT));
    }

    private static String nameOf(JsonNode tool) {
        return tool.path(tool.path("type").asText()).path("name").asText();
    }

    private static ToolCall call(JsonNode tool, int index, String text) {
        String name = nameOf(tool);
        String id = "call_" + String.format(Locale.ROOT, "%08x%02d", name.hashCode(), index);
        boolean custom = tool.path("type").asText().equals("custom");
        JsonNode schema = tool.path("function").path("parameters");
        return new ToolCall(
                id, name, custom ? text : SchemaSample.of(schema, index).toString(), custom);
    }
}
