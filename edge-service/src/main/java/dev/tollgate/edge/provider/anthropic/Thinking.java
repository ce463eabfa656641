package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// How much the model shall think: by `reasoning_effort`, or by Anthropic's own `thinking` where the caller sends
/// it.
///
/// A budget is lowered to leave room for the answer, never below what Anthropic takes, and never set off for want
/// of room: that is told instead. It is left off where Anthropic refuses it (a tool is forced; the thinking before
/// a tool's call was not sent back) and where the model cannot think.
///
/// @param config `thinking`, or null for the model's own way
/// @param effort of `output_config`, or null
record Thinking(@Nullable ObjectNode config, @Nullable String effort) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Thinking OFF = new Thinking(null, null);
    private static final long LEAST = 1_024;
    private static final long ANSWER_ROOM = 1_024;

    /// @param refused whether something else in the request rules thinking out
    static Thinking of(ObjectNode chat, ModelTraits traits, long maxTokens, boolean refused) {
        JsonNode own = chat.path("thinking");
        String effort = chat.path("reasoning_effort").asText("");
        boolean silent = own.isMissingNode() && effort.isEmpty();
        boolean unwanted =
                own.path("type").asText().equals("disabled") || (own.isMissingNode() && effort.equals("none"));
        if (unwanted || refused) {
            return resting(traits);
        }
        if (silent) {
            return OFF;
        }
        return switch (traits.thinking()) {
            case ADAPTIVE -> adaptive(own, effort);
            case BUDGET -> budget(own, effort, maxTokens);
            case NONE -> OFF;
        };
    }

    /// Where a model thinks of its own accord, saying nothing would not stop it.
    private static Thinking resting(ModelTraits traits) {
        return switch (traits.rest()) {
            case UNASKED -> OFF;
            case DISABLED -> new Thinking(JSON.objectNode().put("type", "disabled"), null);
            case BETWEEN_TOOLS -> new Thinking(JSON.objectNode().put("type", "between_tools"), null);
            case NEVER -> new Thinking(null, "low");
        };
    }

    /// Whether blocks of thinking may be told again. A model left to itself may be thinking.
    boolean takesHistory(ModelTraits traits) {
        return isOn() || (config == null && traits.rest() != ModelTraits.Rest.UNASKED);
    }

    boolean isOn() {
        return config != null && !config.path("type").asText().equals("disabled");
    }

    private static Thinking adaptive(JsonNode own, String effort) {
        ObjectNode config = JSON.objectNode().put("type", "adaptive");
        config.put("display", own.path("display").asText("summarized"));
        return new Thinking(config, effort.isEmpty() ? null : adaptiveEffort(effort));
    }

    private static String adaptiveEffort(String effort) {
        return switch (effort) {
            case "minimal", "low" -> "low";
            case "medium" -> "medium";
            case "xhigh", "max" -> "max";
            default -> "high";
        };
    }

    private static Thinking budget(JsonNode own, String effort, long maxTokens) {
        long wanted = own.path("budget_tokens").asLong(tokens(effort));
        String param = own.has("budget_tokens") ? "thinking.budget_tokens" : "reasoning_effort";
        if (maxTokens <= LEAST) {
            throw new Untranslatable(
                    param,
                    "Thinking takes at least " + LEAST + " tokens, and the bound on the output is " + maxTokens
                            + ": raise 'max_completion_tokens', or ask for no thinking.");
        }
        long room = Math.min(maxTokens - 1, Math.max(LEAST, maxTokens - ANSWER_ROOM));
        ObjectNode config = JSON.objectNode().put("type", "enabled");
        config.put("budget_tokens", Math.max(LEAST, Math.min(wanted, room)));
        return new Thinking(config, null);
    }

    private static long tokens(String effort) {
        return switch (effort) {
            case "minimal" -> 1_024;
            case "low" -> 2_048;
            case "high" -> 16_384;
            case "xhigh", "max" -> 32_768;
            default -> 8_192;
        };
    }
}
