package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the items of an input: an assistant speaks in other parts than a user.
final class ItemCheck {

    private static final Set<String> USERS = Set.of("input_text", "input_image", "input_file", "input_audio");
    private static final Set<String> ASSISTANTS = Set.of("output_text", "refusal");
    private static final List<String> ROLES = List.of("assistant", "system", "developer", "user");
    private static final int ID_MAX = 64;

    private ItemCheck() {}

    static Optional<Rejection> check(JsonNode body) {
        JsonNode input = body.path("input");
        if (input.isTextual()) {
            return Optional.empty();
        }
        if (!input.isArray()) {
            return Optional.of(
                    Rejection.wrongType("input", "one of a string or array of input items", FieldRule.describe(input)));
        }
        for (int i = 0; i < input.size(); i++) {
            Optional<Rejection> fault = item(input.get(i), "input[" + i + "]");
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> item(JsonNode item, String path) {
        if (item.path("id").asText("").length() > ID_MAX) {
            return Optional.of(Rejection.stringTooLong(
                    path + ".id", ID_MAX, item.path("id").asText().length()));
        }
        return switch (item.path("type").asText("message")) {
            case "message" -> message(item, path);
            case "function_call" -> required(item, path, "call_id", "name", "arguments");
            case "custom_tool_call" -> required(item, path, "call_id", "name", "input");
            case "function_call_output", "custom_tool_call_output" -> required(item, path, "call_id", "output");
            case "reasoning" -> required(item, path, "summary");
            case "item_reference" -> required(item, path, "id");
            case "web_search_call" -> Optional.empty();
            default ->
                Optional.of(Rejection.unsupportedValue(
                        path + ".type", item.path("type").asText(), "'message', 'function_call', and others"));
        };
    }

    private static Optional<Rejection> required(JsonNode item, String path, String... names) {
        for (String name : names) {
            if (!item.hasNonNull(name)) {
                return Optional.of(Rejection.missing(path + "." + name));
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> message(JsonNode item, String path) {
        String role = item.path("role").asText("");
        if (!ROLES.contains(role)) {
            return Optional.of(Rejection.unsupportedValue(path + ".role", role, FieldRule.quoted(ROLES)));
        }
        Set<String> allowed = role.equals("assistant") ? ASSISTANTS : USERS;
        JsonNode content = item.path("content");
        for (int i = 0; i < content.size(); i++) {
            String type = content.get(i).path("type").asText("");
            if (!allowed.contains(type)) {
                return Optional.of(Rejection.unsupportedValue(
                        path + ".content[" + i + "]",
                        type,
                        FieldRule.quoted(allowed.stream().sorted().toList())));
            }
        }
        return item.hasNonNull("content") ? Optional.empty() : Optional.of(Rejection.missing(path + ".content"));
    }
}
