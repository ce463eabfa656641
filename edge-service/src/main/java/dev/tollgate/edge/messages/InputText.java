package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;

/// What of a body a provider turns into tokens: read only where a provider told no usage, or where somebody asks.
///
/// @param text of the instructions, all turns, and the tools as they are
/// @param overhead tokens that are not text: each turn's own, and images by their usual size
record InputText(String text, long overhead) {
    private static final long PER_MESSAGE = 4;
    private static final long REPLY = 3;

    static InputText of(JsonNode body) {
        StringBuilder text = new StringBuilder();
        long overhead = REPLY + append(text, body.path("system"));
        for (JsonNode message : body.path("messages")) {
            overhead += PER_MESSAGE + append(text, message.path("content"));
        }
        for (String whole : new String[] {"tools", "output_config"}) {
            if (body.hasNonNull(whole)) {
                text.append(body.get(whole)).append('\n');
            }
        }
        return new InputText(text.toString(), overhead);
    }

    /// @return tokens that are not text
    private static long append(StringBuilder text, JsonNode content) {
        if (content.isTextual()) {
            text.append(content.textValue()).append('\n');
            return 0;
        }
        long media = 0;
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText()).append('\n');
                case "thinking" -> text.append(block.path("thinking").asText()).append('\n');
                case "tool_use" ->
                    text.append(block.path("name").asText())
                            .append(block.path("input"))
                            .append('\n');
                case "image" -> media += InputSize.IMAGE_ESTIMATE;
                case "document" -> media += document(text, block);
                case "tool_result" -> media += append(text, block.path("content"));
                default -> text.append(block).append('\n');
            }
        }
        return media;
    }

    private static long document(StringBuilder text, JsonNode document) {
        JsonNode source = document.path("source");
        text.append(document.path("title").asText()).append('\n');
        return switch (source.path("type").asText()) {
            case "text" -> append(text, source.path("data"));
            case "content" -> append(text, source.path("content"));
            default -> InputSize.IMAGE_ESTIMATE;
        };
    }
}
