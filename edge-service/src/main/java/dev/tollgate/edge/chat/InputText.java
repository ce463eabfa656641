package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What of a body a provider turns into tokens: read again, and only where a provider told no usage.
///
/// @param text of all messages, and the tools as they are
/// @param overhead tokens that are not text: each message's own, and images by their usual size
record InputText(String text, long overhead) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PER_MESSAGE = 3;
    private static final long REPLY = 3;

    static InputText of(Buffer body) {
        try {
            JsonNode root = JSON.readTree(body.getBytes());
            StringBuilder text = new StringBuilder();
            long overhead = REPLY;
            for (JsonNode message : root.path("messages")) {
                overhead += PER_MESSAGE + media(message.path("content"));
                append(text, message.path("role"));
                append(text, message.path("name"));
                append(text, message.path("content"));
                if (message.has("tool_calls")) {
                    text.append(message.get("tool_calls")).append('\n');
                }
            }
            for (String whole : new String[] {"tools", "functions", "response_format"}) {
                if (root.hasNonNull(whole)) {
                    text.append(root.get(whole)).append('\n');
                }
            }
            return new InputText(text.toString(), overhead);
        } catch (IOException e) {
            // The reader has taken these bytes before.
            throw new UncheckedIOException(e);
        }
    }

    private static void append(StringBuilder text, JsonNode node) {
        if (node.isTextual()) {
            text.append(node.textValue()).append('\n');
        } else {
            for (JsonNode part : node) {
                append(text, part.path("text"));
            }
        }
    }

    private static long media(JsonNode content) {
        long tokens = 0;
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("image_url")) {
                tokens += InputSize.IMAGE_ESTIMATE;
            }
        }
        return tokens;
    }
}
