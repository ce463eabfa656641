package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.chat.StrictSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges a request's fields as OpenAI does: unknown ones, types, ranges, tools, formats.
final class ResponseCheck {

    private static final Set<String> KNOWN = Set.of(
            "background",
            "conversation",
            "include",
            "input",
            "instructions",
            "max_output_tokens",
            "max_tool_calls",
            "metadata",
            "model",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning",
            "safety_identifier",
            "service_tier",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "truncation",
            "user");

    private static final Set<String> INCLUDABLE = Set.of(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            "message.output_text.logprobs");

    private static final Set<String> TOOLS = Set.of("function", "custom", "web_search", "web_search_preview");

    private static final List<FieldRule> RULES = List.of(
            ResponseCheck::known,
            FieldRule.model(),
            FieldRule.required("input"),
            ItemCheck::check,
            FieldRule.string("instructions"),
            FieldRule.string("previous_response_id"),
            FieldRule.decimal("temperature", 0, 2),
            FieldRule.decimal("top_p", 0, 1),
            FieldRule.integer("top_logprobs", 0, 20),
            FieldRule.integer("max_output_tokens", 16, 131_072),
            FieldRule.integer("max_tool_calls", 1, 1_000),
            FieldRule.bool("stream"),
            FieldRule.bool("store"),
            FieldRule.bool("background"),
            FieldRule.bool("parallel_tool_calls"),
            FieldRule.string("user"),
            FieldRule.string("safety_identifier"),
            FieldRule.text("prompt_cache_key", 64),
            FieldRule.oneOf("service_tier", "auto", "default", "flex", "scale", "priority"),
            FieldRule.oneOf("truncation", "auto", "disabled"),
            FieldRule.object("metadata"),
            FieldRule.object("reasoning"),
            FieldRule.object("text"),
            ResponseCheck::streamOptions,
            ResponseCheck::include,
            ResponseCheck::reasoning,
            ResponseCheck::format,
            ResponseCheck::tools);

    private ResponseCheck() {}

    /// The first thing wrong with the body, if any.
    static Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    private static Optional<Rejection> known(JsonNode body) {
        return body.properties().stream()
                .map(member -> member.getKey())
                .filter(name -> !KNOWN.contains(name))
                .map(name -> Rejection.invalid("Unknown parameter: '" + name + "'.", name, "unknown_parameter"))
                .findFirst();
    }

    private static Optional<Rejection> streamOptions(JsonNode body) {
        if (!body.hasNonNull("stream_options")) {
            return Optional.empty();
        }
        if (!body.path("stream").asBoolean()) {
            String message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            return Optional.of(Rejection.invalid(message, "stream_options", null));
        }
        return FieldRule.object("stream_options")
                .check(body)
                .or(() -> Nested.unknown(body.get("stream_options"), "stream_options", Set.of("include_obfuscation")));
    }

    private static Optional<Rejection> include(JsonNode body) {
        return Nested.elements(body.path("include"))
                .map(JsonNode::asText)
                .filter(name -> !INCLUDABLE.contains(name))
                .map(name -> Rejection.unsupportedValue(
                        "include[0]",
                        name,
                        FieldRule.quoted(INCLUDABLE.stream().sorted().toList())))
                .findFirst();
    }

    private static Optional<Rejection> reasoning(JsonNode body) {
        JsonNode reasoning = body.path("reasoning");
        return FieldRule.oneOf("effort", "none", "minimal", "low", "medium", "high", "xhigh")
                .check(reasoning)
                .or(() -> FieldRule.oneOf("summary", "auto", "concise", "detailed")
                        .check(reasoning));
    }

    private static Optional<Rejection> format(JsonNode body) {
        JsonNode format = body.path("text").path("format");
        if (!format.isObject()) {
            return Optional.empty();
        }
        if (!format.path("type").asText().equals("json_schema")) {
            return FieldRule.oneOf("type", "text", "json_object").check(format);
        }
        if (!format.hasNonNull("name")) {
            return Optional.of(Rejection.missing("text.format.name"));
        }
        if (!format.path("schema").isObject()) {
            return Optional.of(Rejection.missing("text.format.schema"));
        }
        return format.path("strict").asBoolean()
                ? StrictSchema.check(
                        format.get("schema"),
                        "response_format '" + format.path("name").asText() + "'",
                        "text.format.schema")
                : Optional.empty();
    }

    private static Optional<Rejection> tools(JsonNode body) {
        int index = 0;
        for (JsonNode tool : body.path("tools")) {
            String path = "tools[" + index++ + "]";
            String type = tool.path("type").asText("");
            if (!TOOLS.contains(type)) {
                return Optional.of(
                        type.isEmpty()
                                ? Rejection.missing(path + ".type")
                                : Rejection.unsupportedValue(
                                        path + ".type",
                                        type,
                                        FieldRule.quoted(TOOLS.stream().sorted().toList())));
            }
            boolean named = type.equals("function") || type.equals("custom");
            if (named && !tool.hasNonNull("name")) {
                return Optional.of(Rejection.missing(path + ".name"));
            }
            if (tool.path("function").isObject()) {
                String nested = path + ".function";
                return Optional.of(
                        Rejection.invalid("Unknown parameter: '" + nested + "'.", nested, "unknown_parameter"));
            }
        }
        return Optional.empty();
    }
}
