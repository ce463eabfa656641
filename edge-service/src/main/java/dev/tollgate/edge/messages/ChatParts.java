package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.edge.provider.spi.ChatExtra;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Blocks of a content as a chat's parts. Empty text is left out: some providers refuse it.
final class ChatParts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MARK = "cache_control";

    private final boolean marks;

    ChatParts(Set<ChatExtra> extras) {
        this.marks = extras.contains(ChatExtra.CACHE_MARKS);
    }

    /// A part, and where the caller said it.
    record Part(ObjectNode json, String place) {
        boolean isText() {
            return json.path("type").asText().equals("text");
        }

        String text() {
            return json.path("text").asText();
        }
    }

    static Part text(String text, String place) {
        return new Part(JSON.objectNode().put("type", "text").put("text", text), place);
    }

    /// Of a text, or of blocks that are no calls, results or thoughts.
    List<Part> of(JsonNode content, String path) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            addText(content.textValue(), path, parts);
        }
        for (int i = 0; i < content.size(); i++) {
            add(content.get(i), path + "[" + i + "]", parts);
        }
        return parts;
    }

    void add(JsonNode block, String path, List<Part> parts) {
        int before = parts.size();
        switch (block.path("type").asText()) {
            case "text" -> addText(block.path("text").asText(), path, parts);
            case "image" -> parts.add(image(block.path("source"), path));
            case "document" -> document(block, path, parts);
            case "search_result" -> searchResult(block, path, parts);
            default -> throw new Unsayable(path, "This model's provider does not take such a block.");
        }
        if (marks && parts.size() > before && block.path(MARK).isObject()) {
            parts.getLast().json().set(MARK, block.get(MARK));
        }
    }

    /// As short as it can be said: one unmarked text is a string.
    static JsonNode content(List<Part> parts) {
        if (parts.size() == 1
                && parts.getFirst().isText()
                && !parts.getFirst().json().has(MARK)) {
            return TextNode.valueOf(parts.getFirst().text());
        }
        return JSON.arrayNode().addAll(parts.stream().map(Part::json).toList());
    }

    private static void addText(String text, String path, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(text(text, path));
        }
    }

    private static Part image(JsonNode source, String path) {
        ObjectNode part = JSON.objectNode().put("type", "image_url");
        part.putObject("image_url")
                .put(
                        "url",
                        source.path("type").asText().equals("url")
                                ? source.path("url").asText()
                                : data(
                                        source.path("media_type").asText(),
                                        source.path("data").asText()));
        return new Part(part, path);
    }

    private void document(JsonNode block, String path, List<Part> parts) {
        JsonNode source = block.path("source");
        String title = block.path("title").asText("");
        addText(block.path("context").asText(""), path, parts);
        switch (source.path("type").asText()) {
            // Every model reads text; not every one takes files.
            case "text" -> addText(titled(title, source.path("data").asText()), path, parts);
            case "base64" -> parts.add(file(source, title, path));
            case "content" -> parts.addAll(of(source.path("content"), path + ".source.content"));
            default ->
                throw new Unsayable(path + ".source", "This model's provider fetches no documents: send it as base64.");
        }
    }

    private static String titled(String title, String text) {
        return title.isBlank() ? text : title + "\n\n" + text;
    }

    private static Part file(JsonNode source, String title, String path) {
        ObjectNode part = JSON.objectNode().put("type", "file");
        part.putObject("file")
                .put("filename", title.isBlank() ? "document.pdf" : title)
                .put(
                        "file_data",
                        data(
                                source.path("media_type").asText(),
                                source.path("data").asText()));
        return new Part(part, path);
    }

    private void searchResult(JsonNode block, String path, List<Part> parts) {
        String head = block.path("title").asText() + "\n" + block.path("source").asText();
        addText(head.strip(), path, parts);
        parts.addAll(of(block.path("content"), path + ".content"));
    }

    private static String data(String mediaType, String base64) {
        return "data:" + mediaType + ";base64," + base64;
    }
}
