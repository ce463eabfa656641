package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Makes blocks of a message's content. Text that is empty or blank is left out: Converse refuses it. A
/// caller's `cache_control` is a point of caching behind the block; it lives five minutes, as the price list
/// has one price for writing.
final class Parts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Media media;
    private final boolean caching;

    Parts(Media media, boolean caching) {
        this.media = media;
        this.caching = caching;
    }

    static ObjectNode text(String text) {
        return JSON.objectNode().put("text", text);
    }

    /// @param path of the content, for complaints
    List<ObjectNode> blocks(JsonNode content, String path) {
        List<ObjectNode> blocks = new ArrayList<>();
        if (content.isTextual()) {
            addText(content.textValue(), blocks);
        }
        for (int i = 0; i < content.size(); i++) {
            int before = blocks.size();
            add(content.get(i), path + "[" + i + "]", blocks);
            if (blocks.size() > before) {
                mark(content.get(i), blocks);
            }
        }
        return blocks;
    }

    /// Puts a point of caching behind the blocks, if the caller marked what they were made of.
    void mark(JsonNode marked, List<ObjectNode> blocks) {
        boolean wanted = marked.path("cache_control").path("type").asText().equals("ephemeral");
        if (caching && wanted && !blocks.isEmpty() && !blocks.getLast().has("cachePoint")) {
            blocks.add(cachePoint());
        }
    }

    static ObjectNode cachePoint() {
        ObjectNode block = JSON.objectNode();
        block.putObject("cachePoint").put("type", "default");
        return block;
    }

    private void add(JsonNode part, String path, List<ObjectNode> blocks) {
        switch (part.path("type").asText()) {
            case "text" -> addText(part.path("text").asText(), blocks);
            case "refusal" -> addText(part.path("refusal").asText(), blocks);
            case "image_url" -> blocks.add(media.image(part.path("image_url"), path));
            case "file" -> blocks.add(media.document(part.path("file"), path));
            case "input_audio" ->
                throw new Untranslatable(path + ".input_audio", "This model's provider takes no audio input.");
            default -> throw new Untranslatable(path + ".type", "This model's provider does not take such a part.");
        }
    }

    private static void addText(String text, List<ObjectNode> blocks) {
        if (!text.isBlank()) {
            blocks.add(text(text));
        }
    }
}
