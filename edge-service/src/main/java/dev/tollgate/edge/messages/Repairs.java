package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.json.Field;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a body must not say to a provider that speaks this format: a time to live that the price list has no price
/// for, thoughts that came from elsewhere and are signed by nobody, and ids of calls in other providers' letters.
final class Repairs {
    /// Signs the thoughts of models that sign none: so they are known when they come back.
    static final String UNSIGNED = "tollgate-unsigned";

    private static final String CONTENT = "content";
    private static final String MARK = "cache_control";
    private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final long BUDGET_LEAST = 1_024;

    /// Whether a look is enough, or what is found is to be changed.
    private final boolean changing;
    private boolean found;

    private Repairs(boolean changing) {
        this.changing = changing;
    }

    /// Most bodies need none, and go byte for byte.
    static boolean areNeeded(Map<String, JsonNode> fields) {
        Repairs looking = new Repairs(false);
        looking.marks(fields.getOrDefault(MARK, MissingNode.getInstance()));
        looking.all(fields::get);
        return looking.found;
    }

    /// Changes the given body.
    static void repair(ObjectNode body) {
        Repairs repairs = new Repairs(true);
        repairs.marks(body.path(MARK));
        repairs.all(body::get);
        if (repairs.found && endsInThoughtlessCalls(body)) {
            // A budget of thinking is refused where the calls that are answered now came without a thought.
            body.remove("thinking");
        }
    }

    /// Lowers the bound, and with it the budget of thinking: never below the least, never off.
    static void bound(ObjectNode body, long bound) {
        body.put("max_tokens", bound);
        if (body.path("thinking") instanceof ObjectNode thinking
                && thinking.path("budget_tokens").asLong() >= bound) {
            thinking.put("budget_tokens", Math.max(BUDGET_LEAST, bound - BUDGET_LEAST));
        }
    }

    static boolean isUnsigned(JsonNode thinking) {
        JsonNode signature = thinking.path("signature");
        return !signature.isTextual()
                || Field.length(signature) == 0
                || (Field.length(signature) == UNSIGNED.length()
                        && signature.textValue().equals(UNSIGNED));
    }

    private interface Members {
        @Nullable
        JsonNode get(String name);
    }

    private void all(Members body) {
        content(orMissing(body.get("system")));
        orMissing(body.get("tools")).forEach(tool -> marks(tool.path(MARK)));
        for (Iterator<JsonNode> messages = orMissing(body.get("messages")).elements(); messages.hasNext(); ) {
            JsonNode content = messages.next().path(CONTENT);
            boolean said = !content.isEmpty();
            content(content);
            if (changing && said && content.isEmpty()) {
                // It was nothing but a thought.
                messages.remove();
            }
        }
    }

    private void content(JsonNode content) {
        for (Iterator<JsonNode> blocks = content.elements(); content.isArray() && blocks.hasNext(); ) {
            JsonNode block = blocks.next();
            marks(block.path(MARK));
            switch (block.path("type").asText()) {
                case "thinking" -> {
                    if (isUnsigned(block)) {
                        found = true;
                        if (changing) {
                            blocks.remove();
                        }
                    }
                }
                case "tool_use" -> plainId(block, "id");
                case "tool_result" -> {
                    plainId(block, "tool_use_id");
                    content(block.path(CONTENT));
                }
                default -> {}
            }
        }
    }

    /// Five minutes, always: an hour costs more to write, and the price list has one price for writing.
    private void marks(JsonNode mark) {
        if (mark instanceof ObjectNode marker && marker.path("ttl").asText().equals("1h")) {
            found = true;
            if (changing) {
                marker.remove("ttl");
            }
        }
    }

    private void plainId(JsonNode block, String name) {
        String id = block.path(name).asText();
        if (block instanceof ObjectNode call && REFUSED.matcher(id).find()) {
            found = true;
            if (changing) {
                call.put(name, REFUSED.matcher(id).replaceAll("_"));
            }
        }
    }

    private static boolean endsInThoughtlessCalls(ObjectNode body) {
        JsonNode messages = body.path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode content = messages.get(i).path(CONTENT);
            if (messages.get(i).path("role").asText().equals("assistant")) {
                boolean calls = content.findValuesAsText("type").contains("tool_use");
                return calls && !content.path(0).path("type").asText().endsWith("thinking");
            }
        }
        return false;
    }

    private static JsonNode orMissing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }
}
