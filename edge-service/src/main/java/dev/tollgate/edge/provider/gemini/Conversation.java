package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Writes `messages` as `systemInstruction` and `contents`, and repairs what this API would refuse: system messages
/// behind the first turn become the user's, runs of one role become one turn, what says nothing is left out, a tool's
/// message that answers nothing becomes text, and a call that nobody has answered is answered.
final class Conversation {
    private final Calls calls;
    private final Files files;
    private final Turns turns = new Turns();
    private final List<ObjectNode> system = new ArrayList<>();
    /// Pictures that tools have answered with: they follow the answers.
    private final List<ObjectNode> shown = new ArrayList<>();

    private Conversation(Calls calls, Files files) {
        this.calls = calls;
        this.files = files;
    }

    /// @throws Untranslatable for a part that has no form here
    static void write(JsonNode messages, Calls calls, Files files, ObjectNode body) {
        Conversation conversation = new Conversation(calls, files);
        for (int i = 0; i < messages.size(); i++) {
            conversation.message(messages.get(i), "messages[" + i + "]");
        }
        conversation.settle();
        conversation.finish(body);
    }

    private void message(JsonNode message, String path) {
        String role = message.path("role").asText();
        if (role.equals("tool") || role.equals("function")) {
            tool(message, path);
            return;
        }
        settle();
        List<ObjectNode> parts = parts(message.path("content"), path);
        switch (role) {
            case "system", "developer" -> {
                if (turns.isEmpty()) {
                    system.addAll(parts);
                } else {
                    turns.add(Turns.USER, parts);
                }
            }
            case "assistant" -> assistant(message, parts);
            default -> turns.add(Turns.USER, parts);
        }
    }

    private void assistant(JsonNode message, List<ObjectNode> parts) {
        if (message.path("refusal").isTextual()) {
            text(message.path("refusal"), parts);
        }
        String signature = Calls.signature(message);
        if (signature != null && !parts.isEmpty()) {
            parts.getLast().put("thoughtSignature", signature);
        }
        parts.addAll(calls.parts(message.path("tool_calls")));
        turns.add(Turns.MODEL, parts);
    }

    private void tool(JsonNode message, String path) {
        List<ObjectNode> parts = parts(message.path("content"), path);
        StringBuilder said = new StringBuilder();
        List<ObjectNode> other = new ArrayList<>();
        for (ObjectNode part : parts) {
            if (part.has("text")) {
                said.append(part.path("text").asText());
            } else {
                other.add(part);
            }
        }
        if (calls.answer(message.path("tool_call_id").asText(), said.toString())) {
            shown.addAll(other);
        } else {
            settle();
            turns.add(Turns.USER, parts);
        }
    }

    /// What was called is answered before anything else is said.
    private void settle() {
        turns.add(Turns.USER, calls.answered());
        turns.add(Turns.USER, shown);
        shown.clear();
    }

    private void finish(ObjectNode body) {
        if (turns.isEmpty()) {
            // There is nothing but instructions: they are what is said.
            turns.add(Turns.USER, system);
            system.clear();
        }
        if (turns.isEmpty()) {
            throw new Untranslatable("messages", "There must be a message that says something.");
        }
        if (!system.isEmpty()) {
            system.forEach(body.putObject("systemInstruction").putArray("parts")::add);
        }
        body.set("contents", turns.finished());
    }

    private List<ObjectNode> parts(JsonNode content, String path) {
        List<ObjectNode> parts = new ArrayList<>();
        text(content, parts);
        if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                part(content.get(i), path + ".content[" + i + "]", parts);
            }
        }
        return parts;
    }

    private void part(JsonNode part, String path, List<ObjectNode> parts) {
        switch (part.path("type").asText()) {
            case "text" -> text(part.path("text"), parts);
            case "refusal" -> text(part.path("refusal"), parts);
            case "image_url" -> parts.add(files.image(part, path));
            case "input_audio" -> parts.add(files.audio(part, path));
            case "file" -> parts.add(files.document(part, path));
            default -> throw new Untranslatable(path + ".type", "This model does not take parts of that type.");
        }
    }

    private static void text(JsonNode text, List<ObjectNode> parts) {
        if (text.isTextual() && !text.textValue().isEmpty()) {
            parts.add(Turns.text(text.textValue()));
        }
    }
}
