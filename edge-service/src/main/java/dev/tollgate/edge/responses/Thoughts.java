package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a model has thought, as a chat tells it and wants it back with the turn (`reasoning_content`,
/// `reasoning_details` with their signatures). A response has room for it in the `encrypted_content` of a
/// reasoning item, which clients send back unchanged: there it travels, sealed for whoever told it.
final class Thoughts {
    /// Signatures of another kind of dialect, beside what they sign.
    static final String EXTRA = "extra_content";

    static final String TEXT = "reasoning_content";
    static final String DETAILS = "reasoning_details";

    /// Tells them from what providers that know responses seal themselves.
    private static final String MADE_HERE = "chat.";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Thoughts() {}

    /// @param details blocks of thinking as the chat told them
    static String sealed(String text, JsonNode details, Keeper keeper) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (!text.isEmpty()) {
            told.put(TEXT, text);
        }
        if (!details.isEmpty()) {
            told.set(DETAILS, details);
        }
        return keeper.sealed(MADE_HERE
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(told.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Null when they are another's, or none of a chat's.
    static @Nullable ObjectNode opened(String sealed, Keeper keeper) {
        String content = keeper.opened(sealed);
        if (content == null || !isMadeHere(content)) {
            return null;
        }
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(content.substring(MADE_HERE.length())))
                            instanceof ObjectNode told
                    ? told
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /// Whether no provider has sealed it.
    static boolean isMadeHere(String content) {
        return content.startsWith(MADE_HERE);
    }

    /// Gives a turn back what was thought in it.
    static void add(ObjectNode thoughts, ObjectNode turn) {
        String text = thoughts.path(TEXT).asText("");
        if (!text.isEmpty()) {
            turn.put(TEXT, turn.path(TEXT).asText("") + text);
        }
        for (JsonNode detail : thoughts.path(DETAILS)) {
            turn.withArray(DETAILS).add(detail);
        }
    }
}
