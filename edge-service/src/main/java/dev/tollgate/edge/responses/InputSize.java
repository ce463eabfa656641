package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many input tokens a request can come to, without running a tokenizer: by the rules of `edge.chat`.
/// Beside what is fetched or found, what a provider keeps (an earlier response, a prompt) has no size here.
/// Sealed thoughts have: no seal makes text shorter than half of what it was.
///
/// @param bound never less than what a provider counts
/// @param estimate four bytes a token, the usual of English text
/// @param unknowable only the context window is a bound
record InputSize(long bound, long estimate, boolean unknowable) {
    /// The largest of the published rules: 2,833 for the base and 5,667 for each of at most 8 tiles.
    private static final long IMAGE_BOUND = 2_833 + 8 * 5_667;

    private static final long IMAGE_ESTIMATE = 1_105;
    private static final long ITEM_OVERHEAD = 16;
    private static final long BASE_OVERHEAD = 64;
    private static final long TOOLS_OVERHEAD = 1_024;
    private static final int BYTES_PER_TOKEN = 4;
    private static final String DATA_IMAGE = "data:image/";

    /// Items that are all there.
    private static final Set<String> PLAIN = Set.of(
            "message",
            "function_call",
            "function_call_output",
            "custom_tool_call",
            "custom_tool_call_output",
            "reasoning");

    static InputSize of(Map<String, JsonNode> fields, int bodyBytes) {
        Count count = new Count();
        count.unknowable = fields.containsKey("previous_response_id")
                || fields.containsKey("prompt")
                || ToolRules.hosted(fields.get("tools")) != null;
        JsonNode input = fields.get("input");
        int items = 1;
        if (input != null && input.isArray()) {
            items = input.size();
            input.forEach(count::item);
        }
        // A length is never more than the bytes that are there: what is left is never less than the text.
        long text = bodyBytes - count.mediaLength;
        long overhead = BASE_OVERHEAD + ITEM_OVERHEAD * items + (fields.containsKey("tools") ? TOOLS_OVERHEAD : 0);
        return new InputSize(
                text + count.sealed + overhead + count.images * IMAGE_BOUND,
                text / BYTES_PER_TOKEN + count.images * IMAGE_ESTIMATE + 1,
                count.unknowable);
    }

    private static final class Count {
        private long images;
        private long mediaLength;
        private long sealed;
        private boolean unknowable;

        void item(JsonNode item) {
            String kind = ItemRules.kind(item, "input");
            unknowable |= !PLAIN.contains(kind);
            parts(item.get("content"));
            parts(item.get("output"));
            JsonNode content = item.get("encrypted_content");
            if (content != null && content.isTextual()) {
                sealed += Field.length(content);
            }
        }

        private void parts(@Nullable JsonNode content) {
            if (content == null || !content.isArray()) {
                return;
            }
            for (JsonNode part : content) {
                switch (part.path("type").asText()) {
                    case "input_image" -> image(part.get("image_url"));
                    case "input_text", "output_text", "refusal", "reasoning_text" -> {}
                    default -> unknowable = true;
                }
            }
        }

        /// An address may lead anywhere, to a file of any length, too.
        private void image(@Nullable JsonNode url) {
            images++;
            if (url != null && url.isTextual() && Field.startsWith(url, DATA_IMAGE)) {
                mediaLength += Field.length(url);
            } else {
                unknowable = true;
            }
        }
    }
}
