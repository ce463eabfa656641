package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.anthropic.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A history, repaired into one that Anthropic takes: instructions at its head become the system prompt, later ones
/// a marked text of the user's; runs of one role are one turn; what is empty is left out; the user begins; each
/// call of a tool has its result in the next turn, and each result its call.
final class Conversation {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BEGIN = "(The conversation begins.)";
    private static final String GO_ON = "Continue.";
    private static final String NO_RESULT = "(The tool gave no result.)";

    private final Parts parts;
    private final CallIds ids = new CallIds();
    private final List<ObjectNode> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    private Conversation(Parts parts) {
        this.parts = parts;
    }

    /// @throws Untranslatable when a part cannot be told, or nothing is said at all
    static Conversation of(JsonNode messages, Media media) {
        Conversation conversation = new Conversation(new Parts(media));
        for (int i = 0; i < messages.size(); i++) {
            conversation.message(messages.get(i), "messages[" + i + "].content");
        }
        conversation.repair();
        return conversation;
    }

    /// Whether the assistant's last turn called tools without a thought before it, and their results are told now:
    /// with a budget of thinking this is refused.
    boolean lacksThinking() {
        int last = turns.size() - 1;
        return last > 0
                && turns.get(last).answersTools()
                && !turns.get(last - 1).beginsWithThinking();
    }

    void dropThinking() {
        turns.forEach(Turn::dropThinking);
    }

    /// Ends with the user's turn, or, where the model goes on with what the assistant began, without the white
    /// space that is refused at its end.
    void end(boolean prefill) {
        if (turns.getLast().role() == Role.USER) {
            return;
        }
        if (prefill) {
            turns.getLast().stripEnd();
        } else {
            say(Role.USER, List.of(Parts.text(GO_ON)));
        }
    }

    void instruct(String text) {
        system.add(Parts.text(text));
    }

    /// Names of the tools that were called.
    Set<String> toolNames() {
        Set<String> names = new TreeSet<>();
        turns.forEach(turn -> names.addAll(turn.toolNames()));
        return names;
    }

    void writeTo(ObjectNode body) {
        if (!system.isEmpty()) {
            ArrayNode blocks = body.putArray("system");
            system.forEach(blocks::add);
        }
        ArrayNode messages = body.putArray("messages");
        turns.forEach(turn -> messages.add(turn.toJson()));
    }

    private void message(JsonNode message, String path) {
        List<ObjectNode> blocks = parts.blocks(message.path("content"), path);
        if (!blocks.isEmpty()) {
            CacheMarker.copied(message, blocks.getLast());
        }
        switch (message.path("role").asText()) {
            case "system", "developer" -> instruct(blocks);
            case "assistant" -> assistant(message, blocks);
            case "tool", "function" -> result(message, blocks);
            default -> say(Role.USER, blocks);
        }
    }

    /// Where it stands it stays, as it may speak of what was said before it.
    private void instruct(List<ObjectNode> blocks) {
        if (turns.isEmpty()) {
            system.addAll(blocks);
            return;
        }
        for (ObjectNode block : blocks) {
            ObjectNode told = Parts.text("<system>\n" + block.path("text").asText() + "\n</system>");
            say(Role.USER, List.of(CacheMarker.copied(block, told)));
        }
    }

    private void assistant(JsonNode message, List<ObjectNode> blocks) {
        List<ObjectNode> said = new ArrayList<>(blocks);
        said.addAll(parts.blocks(message.path("refusal"), "refusal"));
        JsonNode calls = message.path("tool_calls");
        JsonNode old = message.path("function_call");
        if (!said.isEmpty() || !calls.isEmpty() || old.isObject()) {
            // A thought without words is no turn.
            say(Role.ASSISTANT, ReasoningDetails.blocks(message.path(ReasoningDetails.FIELD)));
        }
        say(Role.ASSISTANT, said);
        for (JsonNode call : calls) {
            JsonNode function = call.path(call.path("type").asText("function"));
            ids.call(turn(Role.ASSISTANT), call.path("id").asText(), function);
        }
        if (old.isObject()) {
            ids.call(turn(Role.ASSISTANT), CallIds.ofFunction(old.path("name").asText()), old);
        }
    }

    /// A result without its call is told as text.
    private void result(JsonNode message, List<ObjectNode> blocks) {
        String callersId = message.path("tool_call_id")
                .asText(CallIds.ofFunction(message.path("name").asText()));
        Turn caller = lastAssistant();
        String id = caller == null ? null : caller.tools().upstreamId(callersId);
        Turn turn = turn(Role.USER);
        if (id == null || !turn.tools().result(id, toolResult(id, blocks))) {
            turn.add(Parts.text("Result of the tool call " + callersId + ":"));
            blocks.forEach(turn::add);
        }
    }

    private static ObjectNode toolResult(String id, List<ObjectNode> blocks) {
        ObjectNode result = JSON.objectNode().put("type", "tool_result").put("tool_use_id", id);
        if (!blocks.isEmpty()) {
            ArrayNode content = result.putArray("content");
            blocks.forEach(content::add);
        }
        return result;
    }

    private void repair() {
        if (turns.isEmpty()) {
            // Nothing but instructions: then they are what is said.
            say(Role.USER, List.copyOf(system));
            system.clear();
        }
        if (turns.isEmpty()) {
            throw new Untranslatable("messages", "At least one message must have content.");
        }
        if (turns.getFirst().role() == Role.ASSISTANT) {
            turns.addFirst(new Turn(Role.USER));
            turns.getFirst().add(Parts.text(BEGIN));
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (turn.hasCalls() && i == turns.size() - 1) {
                turns.add(new Turn(Role.USER));
            }
            if (turn.hasCalls()) {
                answer(turn, turns.get(i + 1));
            }
        }
    }

    private static void answer(Turn caller, Turn answer) {
        for (String id : caller.tools().unanswered(answer.tools())) {
            ObjectNode none = toolResult(id, List.of(Parts.text(NO_RESULT)));
            answer.tools().result(id, none.put("is_error", true));
        }
    }

    private void say(Role role, List<ObjectNode> blocks) {
        if (!blocks.isEmpty()) {
            Turn turn = turn(role);
            blocks.forEach(turn::add);
        }
    }

    /// The one that goes on, or a new one.
    private Turn turn(Role role) {
        if (turns.isEmpty() || turns.getLast().role() != role) {
            turns.add(new Turn(role));
        }
        return turns.getLast();
    }

    private @Nullable Turn lastAssistant() {
        return turns.reversed().stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .findFirst()
                .orElse(null);
    }
}
