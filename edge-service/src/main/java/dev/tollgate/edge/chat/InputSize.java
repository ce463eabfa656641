package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;

/// How many input tokens a body can come to, without running a tokenizer.
///
/// The bound holds for every byte-level tokenizer: a token is at least one byte of text, each message adds a few of
/// its own. Media are bounded by the dearest tile count known; files, and audio, only by the context window.
///
/// @param bound never less than what a provider counts
/// @param estimate four bytes a token, the usual of English text
record InputSize(long bound, long estimate, boolean unknowable) {
    /// The largest of the published rules: 2,833 for the base and 5,667 for each of at most 8 tiles.
    private static final long IMAGE_BOUND = 2_833 + 8 * 5_667;

    private static final long IMAGE_ESTIMATE = 1_105;
    private static final long MESSAGE_OVERHEAD = 16;
    private static final long BASE_OVERHEAD = 64;
    private static final long TOOLS_OVERHEAD = 1_024;
    private static final int BYTES_PER_TOKEN = 4;

    static InputSize of(JsonNode messages, int bodyBytes, boolean hasTools) {
        long images = 0;
        long mediaChars = 0;
        boolean unknowable = false;
        for (JsonNode message : messages) {
            JsonNode content = message.get("content");
            if (content == null || !content.isArray()) {
                continue;
            }
            for (JsonNode part : content) {
                switch (part.get("type").textValue()) {
                    case "image_url" -> {
                        images++;
                        mediaChars +=
                                part.get("image_url").get("url").textValue().length();
                    }
                    case "input_audio", "file" -> unknowable = true;
                    default -> {}
                }
            }
        }
        long text = bodyBytes - mediaChars;
        long overhead = BASE_OVERHEAD + MESSAGE_OVERHEAD * messages.size() + (hasTools ? TOOLS_OVERHEAD : 0);
        return new InputSize(
                text + overhead + images * IMAGE_BOUND,
                text / BYTES_PER_TOKEN + images * IMAGE_ESTIMATE + 1,
                unknowable);
    }
}
