package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.json.Metadata;
import dev.tollgate.edge.json.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of OpenAI's chat completion reference.
final class ChatView {
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int CHOICES_MAX = 128;
    private static final int STOPS_MAX = 4;

    private final Map<String, JsonNode> fields;
    private final Members members;

    ChatView(Members members) {
        this.fields = members.fields();
        this.members = members;
    }

    ChatRequest validated() {
        String model = Field.requiredText(fields, "model");
        JsonNode messages = requiredMessages();
        MessageRules.check(messages);
        boolean stream = Field.flag(fields, "stream");
        boolean includeUsage = StreamOptions.includeUsage(fields, stream);
        checkSampling();
        checkTools();
        checkFormat();
        checkSmallFields();
        checkOutputKinds();
        Long n = Field.integer(fields, "n", 1, CHOICES_MAX);
        InputSize size = InputSize.of(messages, members.body().length(), fields);
        return new ChatRequest(
                model,
                stream,
                includeUsage,
                maxOutput(),
                n == null ? 1 : n.intValue(),
                size.bound(),
                size.estimate(),
                size.unknowable(),
                predictionBound(),
                thinkingBudget(),
                affinity(messages),
                members);
    }

    private JsonNode requiredMessages() {
        JsonNode messages = fields.get("messages");
        if (messages == null) {
            throw Invalid.missing("messages");
        }
        if (!messages.isArray()) {
            throw Invalid.type("messages", "an array");
        }
        if (messages.isEmpty()) {
            throw Invalid.value("messages", "Invalid value for 'messages': must not be empty.");
        }
        return messages;
    }

    /// OpenAI takes either name; where both are given, the newer one counts.
    private @Nullable Long maxOutput() {
        Long tokens = Field.integer(fields, "max_tokens", 1, Long.MAX_VALUE);
        Long completion = Field.integer(fields, "max_completion_tokens", 1, Long.MAX_VALUE);
        return completion == null ? tokens : completion;
    }

    private void checkSampling() {
        Field.number(fields, "temperature", 0, 2);
        Field.number(fields, "top_p", 0, 1);
        Field.number(fields, "frequency_penalty", -2, 2);
        Field.number(fields, "presence_penalty", -2, 2);
        Field.integer(fields, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
        boolean logprobs = Field.flag(fields, "logprobs");
        if (Field.integer(fields, "top_logprobs", 0, 20) != null && !logprobs) {
            throw Invalid.value("top_logprobs", "'top_logprobs' is only allowed when 'logprobs' is true.");
        }
        JsonNode bias = fields.get("logit_bias");
        if (bias != null && !bias.isObject()) {
            throw Invalid.type("logit_bias", "an object");
        }
        checkStop(fields.get("stop"));
    }

    private static void checkStop(@Nullable JsonNode stop) {
        if (stop == null || stop.isTextual()) {
            return;
        }
        if (!stop.isArray()) {
            throw Invalid.type("stop", "a string or an array of strings");
        }
        if (stop.size() > STOPS_MAX) {
            throw Invalid.value("stop", "Invalid value for 'stop': at most " + STOPS_MAX + " sequences.");
        }
        for (int i = 0; i < stop.size(); i++) {
            if (!stop.get(i).isTextual()) {
                throw Invalid.type("stop[" + i + "]", "a string");
            }
        }
    }

    private void checkTools() {
        JsonNode tools = fields.get("tools");
        if (tools != null) {
            if (!tools.isArray()) {
                throw Invalid.type("tools", "an array");
            }
            for (int i = 0; i < tools.size(); i++) {
                checkTool(tools.get(i), "tools[" + i + "]");
            }
        }
        JsonNode choice = fields.get("tool_choice");
        if (choice == null || choice.isObject()) {
            return;
        }
        if (!choice.isTextual()) {
            throw Invalid.type("tool_choice", "a string or an object");
        }
        switch (choice.textValue()) {
            case "none", "auto", "required" -> {}
            default ->
                throw Invalid.value(
                        "tool_choice", "Invalid value for 'tool_choice': must be none, auto, required or an object.");
        }
    }

    private static void checkTool(JsonNode tool, String path) {
        if (!tool.isObject()) {
            throw Invalid.type(path, "an object");
        }
        String type = Field.requiredText(tool, "type", path);
        if (!type.equals("function")) {
            return;
        }
        JsonNode function = tool.get("function");
        if (function == null || !function.isObject()) {
            throw Invalid.missing(path + ".function");
        }
        String name = Field.requiredText(function, "name", path + ".function");
        if (!TOOL_NAME.matcher(name).matches()) {
            throw Invalid.value(
                    path + ".function.name", "A function's name has 1 to 64 letters, digits, underscores or hyphens.");
        }
    }

    /// A token is at least one byte of its text.
    private long predictionBound() {
        JsonNode prediction = fields.get("prediction");
        if (prediction == null) {
            return 0;
        }
        if (!prediction.isObject()) {
            throw Invalid.type("prediction", "an object");
        }
        return prediction.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// By either of the names in use.
    private @Nullable Long thinkingBudget() {
        Long budget = nested("thinking", "budget_tokens");
        return budget == null ? nested("reasoning", "max_tokens") : budget;
    }

    private @Nullable Long nested(String parent, String name) {
        JsonNode object = fields.get(parent);
        JsonNode value = object == null ? null : object.get(name);
        return value == null || value.isNull()
                ? null
                : Field.integer(Map.of(parent + "." + name, value), parent + "." + name, 0, Long.MAX_VALUE);
    }

    private void checkOutputKinds() {
        JsonNode modalities = fields.get("modalities");
        if (modalities != null) {
            if (!modalities.isArray()) {
                throw Invalid.type("modalities", "an array");
            }
            for (int i = 0; i < modalities.size(); i++) {
                if (!modalities.get(i).isTextual()) {
                    throw Invalid.type("modalities[" + i + "]", "a string");
                }
            }
        }
        JsonNode search = fields.get("web_search_options");
        if (search != null && !search.isObject()) {
            throw Invalid.type("web_search_options", "an object");
        }
    }

    private void checkFormat() {
        JsonNode format = fields.get("response_format");
        if (format == null) {
            return;
        }
        if (!format.isObject()) {
            throw Invalid.type("response_format", "an object");
        }
        String type = Field.requiredText(format, "type", "response_format");
        if (type.equals("json_schema")) {
            JsonNode schema = format.get("json_schema");
            if (schema == null || !schema.isObject()) {
                throw Invalid.missing("response_format.json_schema");
            }
            Field.requiredText(schema, "name", "response_format.json_schema");
        }
    }

    private void checkSmallFields() {
        Field.text(fields, "user");
        Field.text(fields, "reasoning_effort");
        Field.flag(fields, "parallel_tool_calls");
        Metadata.check(fields);
    }

    /// What the caller says belongs together, else how the conversation begins: that is what a provider's prompt
    /// cache is keyed by.
    private long affinity(JsonNode messages) {
        JsonNode key = fields.get("prompt_cache_key");
        if (key != null && key.isTextual()) {
            return key.textValue().hashCode();
        }
        return messages.get(0).hashCode() * 31L
                + (messages.size() > 1 ? messages.get(1).hashCode() : 0);
    }
}
