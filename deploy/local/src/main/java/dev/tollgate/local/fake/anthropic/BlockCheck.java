package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses what Anthropic refuses of contents: roles, and blocks of each type.
final class BlockCheck {

    private static final Pattern TOOL_ID = Pattern.compile("^[a-zA-Z0-9_-]+$");
    private static final int MARKERS_MAX = 4;
    private static final String NO_TEXT = "text content blocks must be non-empty";
    private static final String BLANK = "text content blocks must contain non-whitespace text";

    private BlockCheck() {}

    static void messages(JsonNode messages, String path, Complaint complaint) {
        complaint.unless(messages.isArray(), path, "Input should be a valid list");
        complaint.unless(!messages.isEmpty(), path, "at least one message is required");
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), Members.join(path, i), complaint);
        }
    }

    private static void message(JsonNode message, String path, Complaint complaint) {
        String role = message.path("role").asText();
        complaint.unless(
                !role.equals("system"),
                "messages",
                "Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not \"system\" as"
                        + " an input message role.");
        new Members(message, path, complaint)
                .required("role", "content")
                .oneOf("role", "user", "assistant")
                .only(Set.of("role", "content"))
                .given("content", (content, where) -> content(content, role, where, complaint));
    }

    private static void content(JsonNode content, String role, String path, Complaint complaint) {
        if (content.isTextual()) {
            return;
        }
        complaint.unless(content.isArray(), path, "Input should be a valid string or list");
        for (int i = 0; i < content.size() && complaint.isNone(); i++) {
            block(content.get(i), role, Members.join(path, i), complaint);
        }
    }

    private static void block(JsonNode block, String role, String path, Complaint complaint) {
        complaint.unless(block.isObject(), path, "Input should be an object");
        String type = block.path("type").asText();
        complaint.unless(block.has("type"), path + ".type", "Field required");
        List<String> allowed = role.equals("assistant")
                ? List.of("text", "thinking", "redacted_thinking", "tool_use")
                : List.of("text", "image", "document", "tool_result");
        complaint.unless(
                allowed.contains(type),
                path,
                "Input tag '" + type + "' found using 'type' does not match any of the expected tags: "
                        + String.join(", ", allowed));
        Members members = new Members(block, path + "." + type, complaint);
        marked(members, complaint);
        switch (type) {
            case "text" -> text(members, block, complaint);
            case "image" -> image(members, complaint);
            case "document" -> document(members, complaint);
            case "tool_use" -> toolUse(members, complaint);
            case "tool_result" -> toolResult(members, complaint);
            case "thinking" ->
                members.only(Set.of("type", "thinking", "signature"))
                        .required("thinking", "signature")
                        .text("thinking")
                        .text("signature");
            case "redacted_thinking" ->
                members.only(Set.of("type", "data")).required("data").text("data");
            default -> {}
        }
    }

    private static void marked(Members members, Complaint complaint) {
        members.given("cache_control", (marker, path) -> cacheControl(marker, path, complaint));
    }

    static void cacheControl(JsonNode marker, String path, Complaint complaint) {
        new Members(marker, path, complaint)
                .only(Set.of("type", "ttl"))
                .required("type")
                .oneOf("type", "ephemeral")
                .oneOf("ttl", "5m", "1h");
    }

    static void system(JsonNode system, String path, Complaint complaint) {
        if (system.isTextual()) {
            return;
        }
        complaint.unless(system.isArray(), path, "Input should be a valid string or list");
        for (int i = 0; i < system.size() && complaint.isNone(); i++) {
            JsonNode block = system.get(i);
            Members members = new Members(block, Members.join(path, i), complaint).oneOf("type", "text");
            marked(members, complaint);
            members.only(Set.of("type", "text", "cache_control")).required("type", "text");
            complaint.unless(!block.path("text").asText().isEmpty(), "system", NO_TEXT);
            complaint.unless(!block.path("text").asText().isBlank(), "system", BLANK);
        }
    }

    private static void text(Members members, JsonNode block, Complaint complaint) {
        members.only(Set.of("type", "text", "cache_control", "citations"))
                .required("text")
                .text("text");
        String text = block.path("text").asText();
        complaint.unless(!text.isEmpty(), "messages", NO_TEXT);
        complaint.unless(!text.isBlank(), "messages", BLANK);
    }

    private static void image(Members members, Complaint complaint) {
        members.only(Set.of("type", "source", "cache_control"))
                .required("source")
                .given("source", (source, path) -> SourceCheck.image(source, path, complaint));
    }

    private static void document(Members members, Complaint complaint) {
        members.only(Set.of("type", "source", "title", "context", "citations", "cache_control"))
                .required("source")
                .text("title")
                .given("source", (source, path) -> SourceCheck.document(source, path, complaint));
    }

    private static void toolUse(Members members, Complaint complaint) {
        members.only(Set.of("type", "id", "name", "input", "cache_control"))
                .required("id", "name", "input")
                .text("id", TOOL_ID)
                .text("name", ToolCheck.NAME)
                .given(
                        "input",
                        (input, path) ->
                                complaint.unless(input.isObject(), path, "Input should be a valid dictionary"));
    }

    private static void toolResult(Members members, Complaint complaint) {
        members.only(Set.of("type", "tool_use_id", "content", "is_error", "cache_control"))
                .required("tool_use_id")
                .text("tool_use_id", TOOL_ID)
                .bool("is_error")
                .given("content", (content, path) -> content(content, "user", path, complaint));
    }

    static void cacheMarkers(JsonNode body, Complaint complaint) {
        int found = body.findValues("cache_control").size();
        complaint.unless(
                found <= MARKERS_MAX,
                "",
                "A maximum of " + MARKERS_MAX + " blocks with cache_control may be provided. Found " + found + ".");
    }
}
