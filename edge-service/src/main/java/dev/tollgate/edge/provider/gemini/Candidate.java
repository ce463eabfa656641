package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One candidate from its first piece to its last: makes OpenAI's deltas, or one message, of its parts.
final class Candidate {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /// What an image costs in output tokens, as documented; the exact count comes with the usage.
    private static final long IMAGE_TOKENS = 1_290;

    private final String answerId;
    private int calls;
    private boolean spoken;
    private boolean finished;

    /// @param answerId makes the ids of calls unlike those of other answers
    Candidate(String answerId) {
        this.answerId = answerId;
    }

    int calls() {
        return calls;
    }

    boolean hasCalled() {
        return calls > 0;
    }

    boolean hasSpoken() {
        return spoken;
    }

    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    /// What the parts of one piece say, as one delta or message; calls in the order of their parts.
    Said read(JsonNode parts) {
        Said said = new Said();
        for (JsonNode part : parts) {
            part(part, said);
        }
        return said;
    }

    private void part(JsonNode part, Said said) {
        String signature = part.path("thoughtSignature").asText("");
        if (part.path("functionCall").isObject()) {
            said.calls.add(call(part.path("functionCall"), signature));
            spoken = true;
            return;
        }
        if (part.path("text").isTextual()) {
            String text = part.path("text").textValue();
            (part.path("thought").asBoolean() ? said.thoughts : said.text).append(text);
            spoken |= !text.isEmpty();
        } else if (part.path("inlineData").isObject()) {
            image(part.path("inlineData"), said);
        }
        if (!signature.isEmpty()) {
            said.signature = signature;
        }
    }

    private ObjectNode call(JsonNode call, String signature) {
        String given = call.path("id").asText("");
        String id = given.isEmpty() ? String.format(Locale.ROOT, "call_%s_%d", answerId, calls) : given;
        calls++;
        ObjectNode json = JSON.objectNode().put("id", id).put("type", "function");
        JsonNode arguments = call.path("args");
        json.putObject("function")
                .put("name", call.path("name").asText())
                .put("arguments", arguments.isObject() ? arguments.toString() : "{}");
        if (!signature.isEmpty()) {
            sign(json, signature);
        }
        return json;
    }

    /// As chat answers with pictures are told elsewhere; OpenAI has no words for them.
    private void image(JsonNode data, Said said) {
        ObjectNode image = said.images.addObject().put("type", "image_url");
        image.putObject("image_url")
                .put(
                        "url",
                        "data:" + data.path("mimeType").asText() + ";base64,"
                                + data.path("data").asText());
        spoken = true;
    }

    static void sign(ObjectNode carrier, String signature) {
        carrier.putObject("extra_content").putObject("google").put("thought_signature", signature);
    }

    /// What one piece says.
    static final class Said {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thoughts = new StringBuilder();
        private final ArrayNode calls = JSON.arrayNode();
        private final ArrayNode images = JSON.arrayNode();
        private @Nullable String signature;

        long imageTokens() {
            return IMAGE_TOKENS * images.size();
        }

        ArrayNode calls() {
            return calls;
        }

        /// Without the calls; empty when there is nothing else.
        ObjectNode fields() {
            ObjectNode fields = JSON.objectNode();
            if (!thoughts.isEmpty()) {
                fields.put("reasoning_content", thoughts.toString());
            }
            if (!text.isEmpty()) {
                fields.put("content", text.toString());
            }
            if (!images.isEmpty()) {
                fields.set("images", images);
            }
            if (signature != null) {
                sign(fields, signature);
            }
            return fields;
        }
    }
}
