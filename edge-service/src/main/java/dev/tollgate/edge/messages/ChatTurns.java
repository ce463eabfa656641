package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.messages.ChatParts.Part;
import dev.tollgate.edge.provider.spi.ChatExtra;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation as a chat's messages. Runs of one role are one turn, as Anthropic takes them, so that results of
/// tools stand right behind their calls.
final class ChatTurns {
    private final Set<ChatExtra> extras;
    private final ChatParts parts;
    private final ArrayNode messages;
    private final Places places;
    private @Nullable UserTurn user;
    private @Nullable AssistantTurn assistant;

    private ChatTurns(Set<ChatExtra> extras, ArrayNode messages, Places places) {
        this.extras = extras;
        this.parts = new ChatParts(extras);
        this.messages = messages;
        this.places = places;
    }

    /// @throws Unsayable naming the block
    static void write(JsonNode body, Set<ChatExtra> extras, ArrayNode messages, Places places) {
        ChatTurns turns = new ChatTurns(extras, messages, places);
        turns.instruct(body.path("system"), "system");
        JsonNode all = body.path("messages");
        for (int i = 0; i < all.size(); i++) {
            turns.add(all.get(i), "messages[" + i + "].content");
        }
        turns.endUser();
        turns.endAssistant();
    }

    /// A new message, without content.
    ObjectNode message(String role, String place) {
        places.put("messages[" + messages.size() + "]", place);
        return messages.addObject().put("role", role);
    }

    void message(String role, List<Part> said) {
        String at = "messages[" + messages.size() + "]";
        message(role, said.getFirst().place()).set("content", ChatParts.content(said));
        for (int i = 0; i < said.size(); i++) {
            places.put(at + ".content[" + i + "]", said.get(i).place());
        }
    }

    private void add(JsonNode message, String path) {
        JsonNode content = message.path("content");
        switch (message.path("role").asText()) {
            case "user" -> {
                endAssistant();
                UserTurn turn = user == null ? new UserTurn(parts) : user;
                turn.add(content, path);
                user = turn;
            }
            case "assistant" -> {
                endUser();
                AssistantTurn turn = assistant == null ? new AssistantTurn(extras) : assistant;
                turn.add(content, path);
                assistant = turn;
            }
            default -> {
                endUser();
                endAssistant();
                instruct(content, path);
            }
        }
    }

    private void instruct(JsonNode content, String path) {
        List<Part> said = parts.of(content, path);
        if (!said.isEmpty()) {
            message("system", said);
        }
    }

    private void endUser() {
        if (user != null) {
            user.writeTo(this);
            user = null;
        }
    }

    private void endAssistant() {
        if (assistant != null) {
            assistant.writeTo(this);
            assistant = null;
        }
    }
}
