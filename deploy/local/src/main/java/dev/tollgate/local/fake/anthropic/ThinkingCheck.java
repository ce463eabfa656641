package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// Refuses what Anthropic refuses of thinking: which kind a model takes, its budget, and what does not go with it.
final class ThinkingCheck {

    private static final long LEAST_BUDGET = 1_024;

    private ThinkingCheck() {}

    static void fields(JsonNode thinking, String path, Complaint complaint) {
        String type = thinking.path("type").asText();
        Members members = new Members(thinking, Members.join(path, type), complaint).required("type");
        switch (type) {
            case "enabled" ->
                members.only(Set.of("type", "budget_tokens", "display"))
                        .required("budget_tokens")
                        .integer("budget_tokens", LEAST_BUDGET)
                        .oneOf("display", "summarized", "omitted");
            case "adaptive" -> members.only(Set.of("type", "display")).oneOf("display", "summarized", "omitted");
            case "disabled", "between_tools" -> members.only(Set.of("type"));
            default ->
                complaint.about(
                        path,
                        "Input tag '" + type + "' found using 'type' does not match any of the expected tags:"
                                + " 'adaptive', 'between_tools', 'disabled', 'enabled'");
        }
    }

    static boolean isOn(JsonNode body) {
        String type = body.path("thinking").path("type").asText();
        return type.equals("enabled") || type.equals("adaptive");
    }

    static void whole(JsonNode body, ClaudeModel model, Complaint complaint) {
        String type = body.path("thinking").path("type").asText();
        complaint.unless(!type.equals("disabled") || !model.unstoppable(), "", refused("disabled"));
        complaint.unless(
                !type.equals("between_tools") || model.name().startsWith("claude-sonnet-5-5"),
                "",
                refused("between_tools"));
        if (!isOn(body)) {
            return;
        }
        boolean budget = body.path("thinking").path("type").asText().equals("enabled");
        kind(budget, model, complaint);
        if (budget) {
            complaint.unless(
                    body.path("thinking").path("budget_tokens").asLong()
                            < body.path("max_tokens").asLong(),
                    "",
                    "`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        complaint.unless(
                !body.has("temperature") || body.get("temperature").asDouble() == 1,
                "",
                "`temperature` may only be set to 1 when thinking is enabled.");
        complaint.unless(
                !body.has("top_p") || body.get("top_p").asDouble() >= 0.95,
                "",
                "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.");
        complaint.unless(!body.has("top_k"), "", "`top_k` must be unset when thinking is enabled.");
        String choice = body.path("tool_choice").path("type").asText();
        complaint.unless(
                !choice.equals("any") && !choice.equals("tool"),
                "",
                "Thinking may not be enabled when tool_choice forces tool use.");
    }

    private static void kind(boolean budget, ClaudeModel model, Complaint complaint) {
        boolean taken =
                switch (model.thinking()) {
                    case NONE -> false;
                    case BUDGET -> budget;
                    case BOTH -> true;
                    case ADAPTIVE -> !budget;
                };
        String hint =
                switch (model.thinking()) {
                    case NONE -> "'" + model.name() + "' does not support thinking.";
                    case BUDGET, BOTH -> "adaptive thinking is not supported on this model";
                    case ADAPTIVE -> refused("enabled");
                };
        complaint.unless(taken, "", hint);
    }

    private static String refused(String type) {
        return "\"thinking.type." + type + "\" is not supported for this model. Use \"thinking.type.adaptive\" and"
                + " \"output_config.effort\" to control thinking behavior.";
    }
}
