package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import java.util.Map;
import java.util.Objects;

/// How many input tokens a body can come to, without running a tokenizer.
///
/// The bound holds for every byte-level tokenizer, and for the chat that is made of the body for other providers: a
/// token is at least one byte of text, and each block may get a word or two of ours. A picture in the body is bounded
/// by the dearest rule known; files, addresses and tools that the provider runs itself are bounded by the context
/// window alone.
///
/// @param bound never less than what a provider counts
/// @param estimate four bytes a token, the usual of English text
/// @param unknowable only the context window is a bound
record InputSize(long bound, long estimate, boolean unknowable) {
    /// The largest of the published rules: 2,833 for the base and 5,667 for each of at most 8 tiles.
    private static final long IMAGE_BOUND = 2_833 + 8 * 5_667;

    /// A picture of usual size at Anthropic.
    static final long IMAGE_ESTIMATE = 1_600;
    private static final long BLOCK_OVERHEAD = 24;
    private static final long BASE_OVERHEAD = 64;
    private static final long TOOLS_OVERHEAD = 1_024;
    private static final int BYTES_PER_TOKEN = 4;

    static InputSize of(Map<String, JsonNode> fields, int bodyBytes) {
        Count count = new Count();
        count.tools(fields);
        for (JsonNode message : Objects.requireNonNull(fields.get("messages"))) {
            count.content(message.get("content"));
        }
        JsonNode system = fields.get("system");
        if (system != null) {
            count.content(system);
        }
        // A length is never more than the bytes that are there: what is left is never less than the text.
        long text = bodyBytes - count.mediaBytes;
        return new InputSize(
                text + BASE_OVERHEAD + count.overhead + count.images * IMAGE_BOUND,
                text / BYTES_PER_TOKEN + count.images * IMAGE_ESTIMATE + 1,
                count.unknowable);
    }

    private static final class Count {
        private long images;
        private long mediaBytes;
        private long overhead;
        private boolean unknowable;

        void tools(Map<String, JsonNode> fields) {
            JsonNode tools = fields.get("tools");
            if (tools != null) {
                overhead += TOOLS_OVERHEAD;
                for (JsonNode tool : tools) {
                    unknowable |= !ToolRules.isCustom(tool);
                }
            }
            unknowable |= fields.containsKey("mcp_servers") || fields.containsKey("container");
        }

        void content(JsonNode content) {
            overhead += BLOCK_OVERHEAD;
            for (JsonNode block : content.isArray() ? content : content.path("none")) {
                overhead += BLOCK_OVERHEAD;
                switch (block.path("type").asText()) {
                    case "text", "thinking", "redacted_thinking", "tool_use", "search_result" -> {}
                    case "image" -> image(block.path("source"));
                    case "document" -> document(block.path("source"));
                    case "tool_result" -> content(block.path("content"));
                    default -> unknowable = true;
                }
            }
        }

        private void image(JsonNode source) {
            images++;
            // An address may lead anywhere, to a file of any length, too.
            unknowable |= !source.has("data");
            data(source);
        }

        private void document(JsonNode source) {
            switch (source.path("type").asText()) {
                case "text" -> {}
                case "content" -> content(source.path("content"));
                default -> {
                    unknowable = true;
                    data(source);
                }
            }
        }

        private void data(JsonNode source) {
            if (source.has("data")) {
                mediaBytes += Field.length(source.get("data"));
            }
        }
    }
}
