package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Refuses conversations that Anthropic refuses: who begins, who follows whom, which tool calls are answered where,
/// and how a prefill ends.
final class TurnCheck {

    private final JsonNode messages;
    private final Complaint complaint;
    private final Set<String> everCalled = new HashSet<>();
    private Set<String> called = Set.of();

    private TurnCheck(JsonNode messages, Complaint complaint) {
        this.messages = messages;
        this.complaint = complaint;
    }

    static void turns(JsonNode body, ClaudeModel model, Complaint complaint) {
        TurnCheck check = new TurnCheck(body.path("messages"), complaint);
        check.order();
        for (int i = 0; i < check.messages.size() && complaint.isNone(); i++) {
            check.turn(i);
        }
        check.unanswered(check.messages.size() - 1);
        check.end(body, model);
        check.toolsAreDefined(body);
        check.thinkingComesFirst(body);
    }

    private void order() {
        complaint.unless(role(0).equals("user"), "messages", "first message must use the \"user\" role");
        for (int i = 1; i < messages.size(); i++) {
            complaint.unless(
                    !role(i).equals(role(i - 1)),
                    "messages",
                    "roles must alternate between \"user\" and \"assistant\", but found multiple \"" + role(i)
                            + "\" roles in a row");
        }
    }

    private void turn(int index) {
        JsonNode content = messages.get(index).path("content");
        boolean mayBeEmpty = index == messages.size() - 1 && role(index).equals("assistant");
        complaint.unless(
                mayBeEmpty || !(content.isTextual() ? content.asText().isBlank() : content.isEmpty()),
                "messages." + index,
                "all messages must have non-empty content except for the optional final assistant message");
        if (role(index).equals("assistant")) {
            calls(content, index);
            signatures(content, index);
        } else {
            results(content, index);
        }
    }

    private void calls(JsonNode content, int index) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode block : ofType(content, "tool_use")) {
            String id = block.path("id").asText();
            complaint.unless(everCalled.add(id), "messages." + index, "`tool_use` ids must be unique");
            ids.add(id);
        }
        called = ids;
    }

    private void signatures(JsonNode content, int index) {
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (block.path("type").asText().equals("thinking")) {
                complaint.unless(
                        Signature.of(block.path("thinking").asText())
                                .equals(block.path("signature").asText()),
                        "messages." + index + ".content." + i,
                        "Invalid `signature` in `thinking` block");
            }
        }
    }

    /// Results come first, one for each call of the turn before, and for nothing else.
    private void results(JsonNode content, int index) {
        Set<String> answered = new HashSet<>();
        int leading = 0;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (!block.path("type").asText().equals("tool_result")) {
                continue;
            }
            String id = block.path("tool_use_id").asText();
            complaint.unless(
                    called.contains(id),
                    "messages." + index + ".content." + i,
                    "unexpected `tool_use_id` found in `tool_result` blocks: " + id
                            + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous"
                            + " message.");
            complaint.unless(
                    answered.add(id),
                    "messages." + index + ".content." + i,
                    "each tool_use must have a single result. Found multiple `tool_result` blocks with id: " + id);
            if (leading == i) {
                leading++;
            }
        }
        Set<String> open = new LinkedHashSet<>(called);
        open.removeAll(answered);
        tellOpen(open, index - 1);
        complaint.unless(
                leading >= called.size(),
                "messages." + index,
                "Did not find " + called.size() + " `tool_result` block(s) at the beginning of this message. Messages"
                        + " following `tool_use` blocks must begin with a matching number of `tool_result` blocks.");
        called = Set.of();
    }

    private void unanswered(int last) {
        tellOpen(called, last);
    }

    private void tellOpen(Set<String> open, int index) {
        complaint.unless(
                open.isEmpty(),
                "messages." + index,
                "`tool_use` ids were found without `tool_result` blocks immediately after: " + String.join(", ", open)
                        + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
    }

    private void end(JsonNode body, ClaudeModel model) {
        int last = messages.size() - 1;
        if (!role(last).equals("assistant")) {
            return;
        }
        complaint.unless(
                model.prefill() && !ThinkingCheck.isOn(body),
                "",
                "This model does not support assistant message prefill. The conversation must end with a user"
                        + " message.");
        JsonNode content = messages.path(last).path("content");
        String text = content.isTextual()
                ? content.asText()
                : content.path(content.size() - 1).path("text").asText();
        complaint.unless(
                text.equals(text.stripTrailing()),
                "messages",
                "final assistant content cannot end with trailing whitespace");
    }

    private void toolsAreDefined(JsonNode body) {
        complaint.unless(
                everCalled.isEmpty() || !body.path("tools").isEmpty(),
                "",
                "Requests which have `tool_use` or `tool_result` blocks in `messages` must include the `tools` field.");
    }

    /// Within a loop of tools, the thinking that led to it must still be there.
    private void thinkingComesFirst(JsonNode body) {
        if (!body.path("thinking").path("type").asText().equals("enabled")) {
            return;
        }
        int last = messages.size() - 1;
        boolean answersTools =
                !ofType(messages.path(last).path("content"), "tool_result").isEmpty();
        String first =
                messages.path(last - 1).path("content").path(0).path("type").asText();
        complaint.unless(
                !answersTools || first.equals("thinking") || first.equals("redacted_thinking"),
                "messages." + (last - 1) + ".content.0.type",
                "Expected `thinking` or `redacted_thinking`, but found `" + first + "`. When `thinking` is enabled, a"
                        + " final `assistant` message must start with a thinking block (preceeding the lastmost set of"
                        + " `tool_use` and `tool_result` blocks).");
    }

    private String role(int index) {
        return messages.path(index).path("role").asText();
    }

    private static List<JsonNode> ofType(JsonNode content, String type) {
        List<JsonNode> found = new ArrayList<>();
        content.forEach(block -> {
            if (block.path("type").asText().equals(type)) {
                found.add(block);
            }
        });
        return found;
    }
}
