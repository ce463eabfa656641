package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many input tokens a body can come to, without running a tokenizer.
///
/// The bound holds for every byte-level tokenizer: a token is at least one byte of text, and JSON's escapes only
/// make text longer; each message, image and set of tools adds some of its own. An image that is in the body is
/// bounded by the dearest rule known, whatever its size. What the provider fetches or finds itself, files, audio
/// and all else that is not text, is not known here at all: only the context window bounds it.
///
/// @param bound never less than what a provider counts
/// @param estimate four bytes a token, the usual of English text
/// @param unknowable only the context window is a bound
record InputSize(long bound, long estimate, boolean unknowable) {
    /// The largest of the published rules: 2,833 for the base and 5,667 for each of at most 8 tiles.
    private static final long IMAGE_BOUND = 2_833 + 8 * 5_667;

    /// A picture of usual size at OpenAI.
    static final long IMAGE_ESTIMATE = 1_105;
    private static final long MESSAGE_OVERHEAD = 16;
    private static final long BASE_OVERHEAD = 64;
    private static final long TOOLS_OVERHEAD = 1_024;
    private static final int BYTES_PER_TOKEN = 4;
    private static final String DATA_IMAGE = "data:image/";

    static InputSize of(JsonNode messages, int bodyBytes, Map<String, JsonNode> fields) {
        long images = 0;
        long mediaLength = 0;
        boolean unknowable = fields.containsKey("web_search_options") || hasForeignTools(fields.get("tools"));
        for (JsonNode message : messages) {
            unknowable |= message.hasNonNull("audio");
            JsonNode content = message.get("content");
            if (content == null || !content.isArray()) {
                continue;
            }
            for (JsonNode part : content) {
                switch (part.get("type").textValue()) {
                    case "image_url" -> {
                        JsonNode url = part.get("image_url").get("url");
                        images++;
                        mediaLength += Field.length(url);
                        // An address may lead anywhere, to a file of any length, too.
                        unknowable |= !Field.startsWith(url, DATA_IMAGE);
                    }
                    case "text", "refusal" -> {}
                    default -> unknowable = true;
                }
            }
        }
        // A length is never more than the bytes that are there: what is left is never less than the text.
        long text = bodyBytes - mediaLength;
        boolean tools = fields.containsKey("tools") || fields.containsKey("functions");
        long overhead = BASE_OVERHEAD + MESSAGE_OVERHEAD * messages.size() + (tools ? TOOLS_OVERHEAD : 0);
        return new InputSize(
                text + overhead + images * IMAGE_BOUND,
                text / BYTES_PER_TOKEN + images * IMAGE_ESTIMATE + 1,
                unknowable);
    }

    /// Tools that the provider runs itself put what they find into the input.
    private static boolean hasForeignTools(@Nullable JsonNode tools) {
        if (tools != null) {
            for (JsonNode tool : tools) {
                String type = tool.path("type").asText();
                if (!type.equals("function") && !type.equals("custom")) {
                    return true;
                }
            }
        }
        return false;
    }
}
