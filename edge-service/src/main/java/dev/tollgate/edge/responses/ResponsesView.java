package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.json.Metadata;
import java.util.List;
import java.util.Map;

/// Judges the fields that we read; types and ranges are those of OpenAI's reference of responses. What no
/// deployment here can do is refused at once: an answer that is made later could be neither fetched nor
/// charged, and conversations have no endpoint by which one would come to be.
final class ResponsesView {
    private static final int TOP_LOGPROBS_MAX = 20;

    private final Map<String, JsonNode> fields;
    private final Members members;

    private ResponsesView(Members members) {
        this.fields = members.fields();
        this.members = members;
    }

    static ResponsesRequest of(Members members) {
        return new ResponsesView(members).validated();
    }

    private ResponsesRequest validated() {
        String model = Field.requiredText(fields, "model");
        checkState();
        checkInput();
        boolean stream = Field.flag(fields, "stream");
        checkStreamOptions(stream);
        checkSampling();
        ToolRules.check(fields);
        checkText();
        checkReasoning();
        checkSmallFields();
        return new ResponsesRequest(
                model,
                stream,
                Field.integer(fields, "max_output_tokens", 1, Long.MAX_VALUE),
                InputSize.of(fields, members.body().length()),
                affinity(),
                members,
                ResponsesRequest.Serving.UNKNOWN);
    }

    private void checkState() {
        Field.flag(fields, "store");
        Field.text(fields, "previous_response_id");
        if (Field.flag(fields, "background")) {
            throw Invalid.value(
                    "background", "'background' is not supported: a response is made while its caller waits.");
        }
        if (fields.containsKey("conversation")) {
            throw Invalid.value(
                    "conversation",
                    "'conversation' is not supported: send the items in 'input', or use 'previous_response_id'.");
        }
    }

    private void checkInput() {
        JsonNode input = fields.get("input");
        JsonNode prompt = fields.get("prompt");
        if (prompt != null) {
            if (!prompt.isObject()) {
                throw Invalid.type("prompt", "an object");
            }
            Field.requiredText(prompt, "id", "prompt");
        }
        Field.text(fields, "instructions");
        if (input == null) {
            if (prompt == null) {
                throw Invalid.missing("input");
            }
            return;
        }
        if (input.isTextual()) {
            return;
        }
        if (!input.isArray()) {
            throw Invalid.type("input", "a string or an array of items");
        }
        if (input.isEmpty() && prompt == null) {
            throw Invalid.value("input", "Invalid value for 'input': must not be empty.");
        }
        ItemRules.check(input);
    }

    private void checkStreamOptions(boolean stream) {
        JsonNode options = fields.get("stream_options");
        if (options == null) {
            return;
        }
        if (!options.isObject()) {
            throw Invalid.type("stream_options", "an object");
        }
        if (!stream) {
            throw Invalid.value("stream_options", "'stream_options' is only allowed when 'stream' is true.");
        }
        JsonNode obfuscation = options.get("include_obfuscation");
        if (obfuscation != null && !obfuscation.isNull() && !obfuscation.isBoolean()) {
            throw Invalid.type("stream_options.include_obfuscation", "a boolean");
        }
    }

    private void checkSampling() {
        Field.number(fields, "temperature", 0, 2);
        Field.number(fields, "top_p", 0, 1);
        Field.integer(fields, "top_logprobs", 0, TOP_LOGPROBS_MAX);
        Field.integer(fields, "max_tool_calls", 1, Long.MAX_VALUE);
    }

    private void checkText() {
        JsonNode text = fields.get("text");
        if (text == null) {
            return;
        }
        if (!text.isObject()) {
            throw Invalid.type("text", "an object");
        }
        textIn(text, "verbosity", "text");
        JsonNode format = text.get("format");
        if (format == null || format.isNull()) {
            return;
        }
        if (!format.isObject()) {
            throw Invalid.type("text.format", "an object");
        }
        switch (Field.requiredText(format, "type", "text.format")) {
            case "text", "json_object" -> {}
            case "json_schema" -> {
                Field.requiredText(format, "name", "text.format");
                JsonNode schema = format.get("schema");
                if (schema == null || !schema.isObject()) {
                    throw Invalid.missing("text.format.schema");
                }
            }
            default ->
                throw Invalid.value(
                        "text.format.type",
                        "Invalid value for 'text.format.type': use text, json_object or json_schema.");
        }
    }

    private void checkReasoning() {
        JsonNode reasoning = fields.get("reasoning");
        if (reasoning == null) {
            return;
        }
        if (!reasoning.isObject()) {
            throw Invalid.type("reasoning", "an object");
        }
        textIn(reasoning, "effort", "reasoning");
        textIn(reasoning, "summary", "reasoning");
    }

    private static void textIn(JsonNode object, String key, String path) {
        JsonNode value = object.get(key);
        if (value != null && !value.isNull() && !value.isTextual()) {
            throw Invalid.type(path + "." + key, "a string");
        }
    }

    private void checkSmallFields() {
        for (String name :
                List.of("user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "service_tier")) {
            Field.text(fields, name);
        }
        String truncation = Field.text(fields, "truncation");
        if (truncation != null && !truncation.equals("auto") && !truncation.equals("disabled")) {
            throw Invalid.value("truncation", "Invalid value for 'truncation': use auto or disabled.");
        }
        JsonNode include = fields.get("include");
        if (include != null) {
            if (!include.isArray()) {
                throw Invalid.type("include", "an array");
            }
            for (int i = 0; i < include.size(); i++) {
                if (!include.get(i).isTextual()) {
                    throw Invalid.type("include[" + i + "]", "a string");
                }
            }
        }
        Metadata.check(fields);
    }

    /// What the caller says belongs together, else how the conversation begins: that is what a provider's
    /// prompt cache is keyed by.
    private long affinity() {
        JsonNode key = fields.get("prompt_cache_key");
        if (key != null) {
            return key.textValue().hashCode();
        }
        JsonNode instructions = fields.get("instructions");
        JsonNode input = fields.get("input");
        JsonNode first = input != null && input.isArray() && !input.isEmpty() ? input.get(0) : input;
        return (instructions == null ? 0 : instructions.hashCode()) * 31L + (first == null ? 0 : first.hashCode());
    }
}
