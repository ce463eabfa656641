package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/// Says `reasoning_effort` as a thinking level, or to older models as a budget in tokens, as Google's own
/// OpenAI-compatible endpoint does. Whoever asks for effort sees the thoughts.
final class Thinking {
    private static final String PARAM = "reasoning_effort";
    private static final int LOW = 1_024;
    private static final int MEDIUM = 8_192;
    private static final int HIGH = 24_576;
    /// What an answer shall have beside its thoughts.
    private static final int FOR_TEXT = 1_024;

    private Thinking() {}

    /// @param effort empty when none was asked: then the model decides, and its thoughts stay hidden
    /// @throws Untranslatable when thinking cannot be as asked
    static void write(String effort, ModelTraits model, OptionalLong outputBound, ObjectNode config) {
        if (effort.isEmpty() || (effort.equals("none") && !model.thinks())) {
            return;
        }
        if (!model.thinks()) {
            throw new Untranslatable(PARAM, "This model does not reason.");
        }
        if (effort.equals("none")) {
            none(model, config);
            return;
        }
        ObjectNode thinking = config.putObject("thinkingConfig").put("includeThoughts", true);
        if (model.thinksByLevel()) {
            thinking.put("thinkingLevel", level(effort, model));
        } else {
            thinking.put("thinkingBudget", budget(effort, model, outputBound));
        }
    }

    private static void none(ModelTraits model, ObjectNode config) {
        if (!model.stopsThinking()) {
            throw new Untranslatable(PARAM, "This model always reasons: 'none' is not possible.");
        }
        config.putObject("thinkingConfig").put("thinkingBudget", 0);
    }

    private static String level(String effort, ModelTraits model) {
        return switch (effort) {
            case "minimal" -> model.pro() ? "LOW" : "MINIMAL";
            case "low" -> "LOW";
            case "medium" -> "MEDIUM";
            case "high", "xhigh" -> "HIGH";
            default -> throw unknown(effort);
        };
    }

    /// Thoughts are output: a small bound on it lowers the budget, but sets thinking never off.
    private static long budget(String effort, ModelTraits model, OptionalLong outputBound) {
        int wanted =
                switch (effort) {
                    case "minimal", "low" -> LOW;
                    case "medium" -> MEDIUM;
                    case "high" -> HIGH;
                    case "xhigh" -> model.budgetMax();
                    default -> throw unknown(effort);
                };
        long bound = outputBound.orElse(Long.MAX_VALUE);
        long room = Math.max(bound - FOR_TEXT, bound / 2);
        return Math.clamp(Math.min(wanted, room), model.budgetMin(), model.budgetMax());
    }

    private static Untranslatable unknown(String effort) {
        return new Untranslatable(PARAM, "This model knows no effort '" + effort + "'.");
    }
}
