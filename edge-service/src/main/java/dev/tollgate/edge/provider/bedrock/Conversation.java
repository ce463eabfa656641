package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A history, repaired into one that Converse takes: instructions at its head become the system prompt, later
/// ones a marked text of the user's; runs of one role are one turn; what is empty is left out; the user begins;
/// each call of a tool has its result in the next turn, and each result its call. Where no tools may be told
/// of, calls and results are told as text.
final class Conversation {
    private static final String BEGIN = "(The conversation begins.)";
    private static final String GO_ON = "Continue.";
    private static final String NO_RESULT = "(The tool gave no result.)";

    private final Parts parts;
    private final boolean withTools;
    private final Calls calls = new Calls();
    private final List<ObjectNode> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    private Conversation(Parts parts, boolean withTools) {
        this.parts = parts;
        this.withTools = withTools;
    }

    /// @throws Untranslatable when a part cannot be told, or nothing is said at all
    static Conversation of(JsonNode messages, Parts parts, boolean withTools) {
        Conversation conversation = new Conversation(parts, withTools);
        for (int i = 0; i < messages.size(); i++) {
            conversation.message(messages.get(i), "messages[" + i + "].content");
        }
        conversation.repair();
        return conversation;
    }

    /// Whether the assistant's last turn called tools without a thought before it, and their results are told
    /// now: Claude with a budget of thinking refuses this.
    boolean lacksThinking() {
        int last = turns.size() - 1;
        return last > 0
                && turns.get(last).answersTools()
                && !turns.get(last - 1).beginsWithThinking();
    }

    void dropThinking() {
        turns.forEach(Turn::dropThinking);
    }

    /// Ends with the user's turn, unless the model may go on with what the assistant began.
    void end(boolean prefill) {
        if (!turns.getLast().isAssistant()) {
            return;
        }
        if (prefill) {
            turns.getLast().stripEnd();
        } else {
            say(false, List.of(Parts.text(GO_ON)));
        }
    }

    void instruct(String text) {
        system.add(Parts.text(text));
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
        parts.mark(message, blocks);
        switch (message.path("role").asText()) {
            case "system", "developer" -> instruct(blocks);
            case "assistant" -> assistant(message, blocks);
            case "tool", "function" -> result(message, blocks);
            default -> say(false, blocks);
        }
    }

    /// Where it stands it stays, as it may speak of what was said before it.
    private void instruct(List<ObjectNode> blocks) {
        if (turns.isEmpty()) {
            system.addAll(blocks);
            return;
        }
        for (ObjectNode block : blocks) {
            boolean text = block.has("text");
            say(
                    false,
                    List.of(text ? Parts.text("<system>\n" + block.path("text").asText() + "\n</system>") : block));
        }
    }

    private void assistant(JsonNode message, List<ObjectNode> blocks) {
        List<ObjectNode> said = new ArrayList<>(blocks);
        said.addAll(parts.blocks(message.path("refusal"), "refusal"));
        JsonNode made = message.path("tool_calls");
        JsonNode old = message.path("function_call");
        if (!said.isEmpty() || !made.isEmpty() || old.isObject()) {
            // A thought without words is no turn.
            say(true, Reasoning.blocks(message.path(Reasoning.FIELD)));
        }
        say(true, said);
        for (JsonNode call : made) {
            call(call.path("id").asText(), call.path(call.path("type").asText("function")));
        }
        if (old.isObject()) {
            call(Calls.ofFunction(old.path("name").asText()), old);
        }
    }

    private void call(String callersId, JsonNode function) {
        if (withTools) {
            calls.add(turn(true), callersId, function);
        } else {
            String told = "I call the tool " + function.path("name").asText() + " as " + callersId + " with: ";
            say(true, List.of(Parts.text(told + function.path("arguments").asText())));
        }
    }

    /// A result without its call is told as text.
    private void result(JsonNode message, List<ObjectNode> blocks) {
        String callersId = message.path("tool_call_id")
                .asText(Calls.ofFunction(message.path("name").asText()));
        Turn caller = lastAssistant();
        String id = caller == null ? null : caller.tools().upstreamId(callersId);
        Turn turn = turn(false);
        if (id == null || !turn.tools().result(id, toolResult(id, blocks))) {
            turn.add(Parts.text("Result of the tool call " + callersId + ":"));
            blocks.forEach(turn::add);
        }
    }

    private static ObjectNode toolResult(String id, List<ObjectNode> blocks) {
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        ArrayNode content = block.putObject("toolResult").put("toolUseId", id).putArray("content");
        // Points of caching stand between blocks of a turn, not in a result.
        blocks.stream().filter(part -> !part.has("cachePoint")).forEach(content::add);
        if (content.isEmpty()) {
            content.add(Parts.text(NO_RESULT));
        }
        return block;
    }

    private void repair() {
        if (turns.isEmpty()) {
            // Nothing but instructions: then they are what is said.
            say(false, List.copyOf(system));
            system.clear();
        }
        if (turns.isEmpty()) {
            throw new Untranslatable("messages", "At least one message must have content.");
        }
        if (turns.getFirst().isAssistant()) {
            turns.addFirst(new Turn(false));
            turns.getFirst().add(Parts.text(BEGIN));
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (turn.hasCalls() && i == turns.size() - 1) {
                turns.add(new Turn(false));
            }
            if (turn.hasCalls()) {
                answer(turn, turns.get(i + 1));
            }
        }
    }

    private static void answer(Turn caller, Turn answer) {
        for (String id : caller.tools().unanswered(answer.tools())) {
            ObjectNode none = toolResult(id, List.of());
            none.withObject("/toolResult").put("status", "error");
            answer.tools().result(id, none);
        }
    }

    private void say(boolean assistant, List<ObjectNode> blocks) {
        if (!blocks.isEmpty()) {
            Turn turn = turn(assistant);
            blocks.forEach(turn::add);
        }
    }

    /// The one that goes on, or a new one.
    private Turn turn(boolean assistant) {
        if (turns.isEmpty() || turns.getLast().isAssistant() != assistant) {
            turns.add(new Turn(assistant));
        }
        return turns.getLast();
    }

    private @Nullable Turn lastAssistant() {
        return turns.reversed().stream().filter(Turn::isAssistant).findFirst().orElse(null);
    }
}
