package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What of a body a provider turns into tokens: asked only where a provider told no usage.
///
/// @param text of the instructions and all items, and the tools as they are
/// @param overhead tokens that are not text: each item's own, and images by their usual size
record InputText(String text, long overhead) {
    private static final long IMAGE = 1_105;
    private static final long PER_ITEM = 3;
    private static final long REPLY = 3;

    static InputText of(ObjectNode body) {
        StringBuilder text = new StringBuilder();
        append(text, body.path("instructions"));
        JsonNode input = body.path("input");
        long overhead = REPLY;
        if (input.isTextual()) {
            append(text, input);
            overhead += PER_ITEM;
        }
        for (JsonNode item : input) {
            overhead += PER_ITEM;
            for (String member : new String[] {"role", "name", "arguments", "input", "content", "output", "summary"}) {
                append(text, item.path(member));
            }
            for (JsonNode part : item.path("content")) {
                overhead += part.path("type").asText().equals("input_image") ? IMAGE : 0;
            }
        }
        for (String whole : new String[] {"tools", "text"}) {
            if (body.hasNonNull(whole)) {
                text.append(body.get(whole)).append('\n');
            }
        }
        return new InputText(text.toString(), overhead);
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
}
