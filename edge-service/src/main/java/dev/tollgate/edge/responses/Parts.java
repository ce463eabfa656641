package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.json.Invalid;

/// What a message says, part by part, as a chat has it.
final class Parts {
    private static final String CONTENT = "content";
    private static final String TYPE = "type";
    private static final String TEXT = "text";

    private Parts() {}

    /// As many parts as there were, in their order.
    static JsonNode of(JsonNode content, String path) {
        if (content.isTextual()) {
            return content;
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(content.get(i), path + "[" + i + "]"));
        }
        return parts;
    }

    /// The same, where a chat takes text alone: what a tool has answered.
    static JsonNode text(JsonNode content, String path) {
        for (int i = 0; i < content.size(); i++) {
            if (!content.get(i).path(TYPE).asText().endsWith("_text")) {
                throw Invalid.value(
                        path + "[" + i + "].type", "The provider of this model takes text alone as a tool's output.");
            }
        }
        return content.isArray() && content.isEmpty() ? JsonNodeFactory.instance.textNode("") : of(content, path);
    }

    private static ObjectNode part(JsonNode part, String path) {
        String type = part.path(TYPE).asText();
        return switch (type) {
            case "input_text", "output_text" -> put(object(TEXT), TEXT, part.path(TEXT));
            case "refusal" -> put(object("refusal"), "refusal", part.path("refusal"));
            case "input_audio" -> put(object("input_audio"), "input_audio", part.path("input_audio"));
            case "input_image" -> image(part, path);
            default -> file(part, path);
        };
    }

    private static ObjectNode image(JsonNode part, String path) {
        if (!part.hasNonNull("image_url")) {
            throw Invalid.value(path + ".file_id", "The provider of this model takes an image by 'image_url' only.");
        }
        ObjectNode said = object("image_url");
        ObjectNode image = put(said.putObject("image_url"), "url", part.path("image_url"));
        if (part.hasNonNull("detail")) {
            image.set("detail", part.get("detail"));
        }
        return said;
    }

    private static ObjectNode file(JsonNode part, String path) {
        if (part.hasNonNull("file_url")) {
            throw Invalid.value(path + ".file_url", "The provider of this model takes a file by 'file_data' only.");
        }
        ObjectNode said = object("file");
        ObjectNode file = said.putObject("file");
        for (String member : new String[] {"file_data", "file_id", "filename"}) {
            if (part.hasNonNull(member)) {
                file.set(member, part.get(member));
            }
        }
        return said;
    }

    /// What the assistant has said in one item more, behind what it has said before in the same turn.
    static void addSaid(ObjectNode turn, JsonNode content, String path) {
        JsonNode said = of(content, path);
        JsonNode before = turn.path(CONTENT);
        if (before.isNull() || before.isMissingNode()) {
            turn.set(CONTENT, said.isArray() && said.isEmpty() ? JsonNodeFactory.instance.textNode("") : said);
            return;
        }
        ArrayNode both = JsonNodeFactory.instance.arrayNode();
        addAll(both, before);
        addAll(both, said);
        turn.set(CONTENT, both);
    }

    private static void addAll(ArrayNode parts, JsonNode content) {
        if (content.isTextual()) {
            parts.add(put(object(TEXT), TEXT, content));
        } else {
            content.forEach(parts::add);
        }
    }

    private static ObjectNode put(ObjectNode object, String name, JsonNode value) {
        object.set(name, value);
        return object;
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put(TYPE, type);
    }
}
