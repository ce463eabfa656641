package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of Anthropic's Messages reference.
final class MessagesView {
    private static final Set<String> THINKING = Set.of("enabled", "disabled", "adaptive", "between_tools");
    private static final Set<String> TIERS = Set.of("auto", "standard_only");
    private static final long BUDGET_LEAST = 1_024;
    private static final int USER_ID_MAX = 256;

    private final Members members;
    private final Map<String, JsonNode> fields;
    private final VersionHeaders versions;

    MessagesView(Members members, VersionHeaders versions) {
        this.members = members;
        this.fields = members.fields();
        this.versions = versions;
    }

    MessagesRequest validated() {
        Long maxTokens = Field.integer(fields, "max_tokens", 1, Long.MAX_VALUE);
        if (maxTokens == null) {
            Field.requiredText(fields, "model");
            throw Invalid.missing("max_tokens");
        }
        return request(maxTokens);
    }

    /// Without an answer, there is no bound on it.
    MessagesRequest toBeCounted() {
        return request(Long.MAX_VALUE);
    }

    private MessagesRequest request(long maxTokens) {
        String model = Field.requiredText(fields, "model");
        JsonNode messages = required("messages");
        checkThread();
        TurnRules.check(messages, fields.get("system"));
        ToolRules.check(fields);
        checkSampling();
        checkSmallFields();
        checkUnpriced();
        Long budget = thinkingBudget(maxTokens);
        return new MessagesRequest(
                model,
                Field.flag(fields, "stream"),
                maxTokens,
                budget,
                thinks(),
                InputSize.of(fields, members.body().length()),
                Repairs.areNeeded(fields),
                Beginning.hash(fields.get("system"), messages),
                versions,
                members,
                MessagesRequest.Served.UNKNOWN);
    }

    private JsonNode required(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            throw Invalid.missing(name);
        }
        if (!node.isArray()) {
            throw Invalid.type(name, "an array");
        }
        if (node.isEmpty()) {
            throw Invalid.value(name, "Invalid value for '" + name + "': must not be empty.");
        }
        return node;
    }

    /// Who continues a thread sends its last turn alone, so this comes before turns are judged.
    private void checkThread() {
        if (fields.containsKey("thread")) {
            throw Invalid.unsupported(
                    "thread", "This gateway holds no conversations: send all of it, without 'thread'.");
        }
    }

    private void checkSampling() {
        Field.number(fields, "temperature", 0, 1);
        Field.number(fields, "top_p", 0, 1);
        Field.integer(fields, "top_k", 0, Long.MAX_VALUE);
        JsonNode stops = fields.get("stop_sequences");
        if (stops == null) {
            return;
        }
        if (!stops.isArray()) {
            throw Invalid.type("stop_sequences", "an array of strings");
        }
        for (int i = 0; i < stops.size(); i++) {
            String path = "stop_sequences[" + i + "]";
            if (!stops.get(i).isTextual()) {
                throw Invalid.type(path, "a string");
            }
            if (stops.get(i).textValue().isBlank()) {
                throw Invalid.value(path, "A stop sequence must have more than white space.");
            }
        }
    }

    private void checkSmallFields() {
        oneOf("service_tier", Field.text(fields, "service_tier"), TIERS);
        JsonNode metadata = object("metadata");
        JsonNode user = metadata == null ? null : metadata.get("user_id");
        if (user == null || user.isNull()) {
            return;
        }
        if (!user.isTextual()) {
            throw Invalid.type("metadata.user_id", "a string");
        }
        if (user.textValue().length() > USER_ID_MAX) {
            throw Invalid.value("metadata.user_id", "'metadata.user_id' has at most " + USER_ID_MAX + " characters.");
        }
    }

    /// Faster answers, and answers from one part of the world, cost more than the price list knows.
    private void checkUnpriced() {
        for (String field : new String[] {"speed", "inference_geo"}) {
            String asked = Field.text(fields, field);
            if (asked != null && !asked.equals("standard") && !asked.equals("global")) {
                throw Invalid.value(field, "'" + field + "' has no price at this gateway: leave it out.");
            }
        }
    }

    private @Nullable Long thinkingBudget(long maxTokens) {
        JsonNode thinking = object("thinking");
        if (thinking == null) {
            return null;
        }
        String type = Field.requiredText(thinking, "type", "thinking");
        oneOf("thinking.type", type, THINKING);
        if (!type.equals("enabled")) {
            return null;
        }
        String name = "thinking.budget_tokens";
        JsonNode given = thinking.get("budget_tokens");
        if (given == null || given.isNull()) {
            throw Invalid.missing(name);
        }
        Long budget = Field.integer(Map.of(name, given), name, BUDGET_LEAST, Long.MAX_VALUE);
        if (budget != null && budget >= maxTokens) {
            throw Invalid.value(name, "'" + name + "' must be less than 'max_tokens'.");
        }
        return budget;
    }

    private boolean thinks() {
        JsonNode thinking = fields.get("thinking");
        return thinking != null && !thinking.path("type").asText().equals("disabled");
    }

    private @Nullable JsonNode object(String name) {
        JsonNode node = fields.get(name);
        if (node != null && !node.isObject()) {
            throw Invalid.type(name, "an object");
        }
        return node;
    }

    static void oneOf(String param, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            throw Invalid.value(
                    param,
                    "Invalid value for '" + param + "': '" + value + "'. Use "
                            + String.join(", ", known.stream().sorted().toList()) + ".");
        }
    }
}
