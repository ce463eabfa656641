package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Makes blocks of a message's content. Text that is empty or blank is left out: Anthropic refuses it.
final class Parts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Media media;

    Parts(Media media) {
        this.media = media;
    }

    static ObjectNode text(String text) {
        return JSON.objectNode().put("type", "text").put("text", text);
    }

    /// @param path of the content, for complaints
    List<ObjectNode> blocks(JsonNode content, String path) {
        List<ObjectNode> blocks = new ArrayList<>();
        if (content.isTextual()) {
            addText(content.textValue(), content, blocks);
        }
        for (int i = 0; i < content.size(); i++) {
            add(content.get(i), path + "[" + i + "]", blocks);
        }
        return blocks;
    }

    private void add(JsonNode part, String path, List<ObjectNode> blocks) {
        switch (part.path("type").asText()) {
            case "text" -> addText(part.path("text").asText(), part, blocks);
            case "refusal" -> addText(part.path("refusal").asText(), part, blocks);
            case "image_url" -> blocks.add(CacheMarker.copied(part, media.image(part.path("image_url"), path)));
            case "file" -> blocks.add(CacheMarker.copied(part, media.document(part.path("file"), path)));
            case "input_audio" ->
                throw new Untranslatable(path + ".input_audio", "This model's provider takes no audio input.");
            default -> throw new Untranslatable(path + ".type", "This model's provider does not take such a part.");
        }
    }

    private static void addText(String text, JsonNode part, List<ObjectNode> blocks) {
        if (!text.isBlank()) {
            blocks.add(CacheMarker.copied(part, text(text)));
        }
    }
}
