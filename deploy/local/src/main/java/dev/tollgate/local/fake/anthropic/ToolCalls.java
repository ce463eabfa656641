package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.anthropic.Answer.Block.ToolUse;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Decides whether the answer is a call of tools, and of which.
///
/// Tools are called when the choice demands it, or when it leaves it open and the last turn is the user's and speaks of
/// weather, of tools, of something parallel, or of a tool by its name. "parallel" gets two calls.
final class ToolCalls {

    private ToolCalls() {}

    static List<ToolUse> of(Turns turns) {
        List<JsonNode> tools = turns.tools();
        String choice = turns.choice();
        if (tools.isEmpty() || choice.equals("none") || turns.isPrefilled()) {
            return List.of();
        }
        String text = turns.lastText("user").toLowerCase(Locale.ROOT);
        boolean demanded = choice.equals("any") || choice.equals("tool");
        if (!demanded && (turns.answersTools() || !invites(text, tools))) {
            return List.of();
        }
        String forced = turns.demandedTool();
        JsonNode tool = tools.stream()
                .filter(each ->
                        forced.isEmpty() ? mentions(text, each) : nameOf(each).equals(forced))
                .findFirst()
                .orElse(tools.getFirst());
        int count = text.contains("parallel") && turns.parallelAllowed() ? 2 : 1;
        return IntStream.range(0, count)
                .mapToObj(index -> call(turns, tool, index))
                .toList();
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
        return tool.path("name").asText();
    }

    /// Ids differ from turn to turn, as they must.
    private static ToolUse call(Turns turns, JsonNode tool, int index) {
        String name = nameOf(tool);
        String id = "toolu_" + String.format(Locale.ROOT, "%08x%04d%02d", name.hashCode(), turns.count(), index);
        return new ToolUse(id, name, SchemaSample.of(tool.path("input_schema"), index));
    }
}
