package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// How much the model shall think: by `reasoning_effort`, or by Anthropic's own `thinking` where the caller
/// sends it to a Claude. Converse has no field of its own for it: each family's is among the additional ones. A
/// budget is lowered to leave room for the answer, never below what is taken, and never set off for want of
/// room: that is told instead. It is left off where a tool is forced, and where the thinking before a tool's
/// call was not sent back.
///
/// @param on whether a Claude is told to think: then it takes less beside it
record Thinking(boolean on) {
    private static final Thinking OFF = new Thinking(false);
    private static final long LEAST = 1_024;
    private static final long ANSWER_ROOM = 1_024;

    /// @param ruledOut whether something else in the request rules a Claude's thinking out
    /// @param more the additional fields, written to
    static Thinking write(ObjectNode chat, ModelTraits traits, long maxTokens, boolean ruledOut, ObjectNode more) {
        JsonNode own = chat.path("thinking");
        String effort = chat.path("reasoning_effort").asText("");
        if (!traits.thinksAsClaude()) {
            others(effort, traits, more);
            return OFF;
        }
        boolean silent = own.isMissingNode() && effort.isEmpty();
        boolean unwanted =
                own.path("type").asText().equals("disabled") || (own.isMissingNode() && effort.equals("none"));
        if (silent || unwanted || ruledOut) {
            return OFF;
        }
        if (traits.thinking() == ModelTraits.Thinking.ADAPTIVE) {
            more.putObject("thinking").put("type", "adaptive");
            if (!effort.isEmpty()) {
                more.putObject("output_config").put("effort", adaptive(effort));
            }
        } else {
            more.putObject("thinking").put("type", "enabled").put("budget_tokens", budget(own, effort, maxTokens));
        }
        return new Thinking(true);
    }

    private static void others(String effort, ModelTraits traits, ObjectNode more) {
        if (effort.isEmpty()) {
            return;
        }
        if (traits.thinking() == ModelTraits.Thinking.EFFORT) {
            more.put("reasoning_effort", threeSteps(effort));
        } else if (traits.thinking() == ModelTraits.Thinking.NOVA) {
            ObjectNode config = more.putObject("reasoningConfig");
            if (effort.equals("none")) {
                config.put("type", "disabled");
            } else {
                config.put("type", "enabled").put("maxReasoningEffort", threeSteps(effort));
            }
        }
    }

    private static String threeSteps(String effort) {
        return switch (effort) {
            case "none", "minimal", "low" -> "low";
            case "high", "xhigh", "max" -> "high";
            default -> "medium";
        };
    }

    private static String adaptive(String effort) {
        return switch (effort) {
            case "minimal", "low" -> "low";
            case "medium" -> "medium";
            case "xhigh", "max" -> "max";
            default -> "high";
        };
    }

    private static long budget(JsonNode own, String effort, long maxTokens) {
        long wanted = own.path("budget_tokens").asLong(tokens(effort));
        if (maxTokens <= LEAST) {
            throw new Untranslatable(
                    own.has("budget_tokens") ? "thinking.budget_tokens" : "reasoning_effort",
                    "Thinking takes at least " + LEAST + " tokens, and the bound on the output is " + maxTokens
                            + ": raise 'max_completion_tokens', or ask for no thinking.");
        }
        long room = Math.min(maxTokens - 1, Math.max(LEAST, maxTokens - ANSWER_ROOM));
        return Math.max(LEAST, Math.min(wanted, room));
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
