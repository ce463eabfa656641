package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Rejects what OpenAI rejects of `messages`: roles, contents, parts, and the order of tool calls and answers.
final class MessageCheck {

    private static final List<String> ROLES = List.of("system", "assistant", "user", "function", "tool", "developer");
    private static final Set<String> KNOWN = Set.of(
            "role",
            "content",
            "name",
            "tool_calls",
            "tool_call_id",
            "refusal",
            "audio",
            "function_call",
            "annotations");

    private MessageCheck() {}

    static Optional<Rejection> messages(JsonNode body) {
        JsonNode messages = body.path("messages");
        if (messages.isMissingNode() || messages.isNull()) {
            return Optional.of(Rejection.missing("messages"));
        }
        if (!messages.isArray()) {
            return Optional.of(Rejection.wrongType("messages", "an array of objects", FieldRule.describe(messages)));
        }
        if (messages.isEmpty()) {
            return Optional.of(Rejection.emptyArray("messages"));
        }
        return IntStream.range(0, messages.size())
                .mapToObj(i -> message(messages.get(i), "messages[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> toolOrder(messages));
    }

    private static Optional<Rejection> message(JsonNode message, String path) {
        if (!message.isObject()) {
            return Optional.of(Rejection.wrongType(path, "an object", FieldRule.describe(message)));
        }
        if (!message.hasNonNull("role")) {
            return Optional.of(Rejection.missing(path + ".role"));
        }
        String role = message.get("role").asText();
        if (!ROLES.contains(role)) {
            return Optional.of(Rejection.unsupportedValue(path + ".role", role, FieldRule.quoted(ROLES)));
        }
        if (role.equals("tool") && !message.path("tool_call_id").isTextual()) {
            return Optional.of(Rejection.missing(path + ".tool_call_id"));
        }
        return Nested.unknown(message, path, KNOWN)
                .or(() -> toolCalls(message.path("tool_calls"), path + ".tool_calls"))
                .or(() -> content(message, role, path + ".content"));
    }

    private static Optional<Rejection> toolCalls(JsonNode calls, String path) {
        if (calls.isMissingNode() || calls.isNull()) {
            return Optional.empty();
        }
        if (!calls.isArray()) {
            return Optional.of(Rejection.wrongType(path, "an array of objects", FieldRule.describe(calls)));
        }
        if (calls.isEmpty()) {
            return Optional.of(Rejection.emptyArray(path));
        }
        return IntStream.range(0, calls.size())
                .mapToObj(i -> toolCall(calls.get(i), path + "[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Rejection> toolCall(JsonNode call, String path) {
        if (!call.path("id").isTextual()) {
            return Optional.of(Rejection.missing(path + ".id"));
        }
        String type = call.path("type").asText();
        if (!type.equals("function") && !type.equals("custom")) {
            return Optional.of(Rejection.unsupportedValue(path + ".type", type, "'function', and 'custom'"));
        }
        if (type.equals("custom") && !call.path("custom").path("input").isTextual()) {
            return Optional.of(Rejection.missing(path + ".custom.input"));
        }
        if (type.equals("function") && !call.path("function").path("arguments").isTextual()) {
            return Optional.of(Rejection.missing(path + ".function.arguments"));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> content(JsonNode message, String role, String path) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return Optional.empty();
        }
        if (content.isArray()) {
            return content.isEmpty() ? Optional.of(Rejection.emptyArray(path)) : PartCheck.parts(content, role, path);
        }
        boolean mayBeAbsent = role.equals("assistant")
                && (message.hasNonNull("tool_calls")
                        || message.hasNonNull("function_call")
                        || message.hasNonNull("refusal")
                        || message.hasNonNull("audio"));
        if (mayBeAbsent && (content.isMissingNode() || content.isNull())) {
            return Optional.empty();
        }
        String message1 = "Invalid value for 'content': expected a string, got " + FieldRule.describe(content) + ".";
        return Optional.of(Rejection.invalid(message1, path, null));
    }

    private static Optional<Rejection> toolOrder(JsonNode messages) {
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            if (message.get("role").asText().equals("tool")) {
                if (!open.remove(message.get("tool_call_id").asText())) {
                    String text = "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
                            + "message with 'tool_calls'.";
                    return Optional.of(Rejection.invalid(text, "messages.[" + i + "].role", null));
                }
                continue;
            }
            if (!open.isEmpty()) {
                return Optional.of(unanswered(open));
            }
            Nested.elements(message.path("tool_calls"))
                    .forEach(call -> open.add(call.get("id").asText()));
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(unanswered(open));
    }

    private static Rejection unanswered(Set<String> ids) {
        String message = "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                + String.join(", ", ids);
        return Rejection.invalid(message, "messages", null);
    }
}
