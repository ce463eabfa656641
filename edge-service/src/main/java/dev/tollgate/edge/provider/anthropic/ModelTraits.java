package dev.tollgate.edge.provider.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the generations of Claude differ in, known by the upstream model's name: each takes less than the one
/// before. A name that is none of Claude's gets what most take.
///
/// @param schemas whether `output_config.format` is known
/// @param prefill whether a conversation may end with the assistant's turn
/// @param forcing whether a call of a tool can be demanded
record ModelTraits(Thinking thinking, Rest rest, Sampling sampling, boolean schemas, boolean prefill, boolean forcing) {
    enum Thinking {
        NONE,
        /// By a budget of tokens.
        BUDGET,
        /// As much as the model finds right, guided by an effort.
        ADAPTIVE
    }

    /// How a model is kept from thinking.
    enum Rest {
        /// It does not think unasked.
        UNASKED,
        DISABLED,
        /// The nearest to it that the model knows.
        BETWEEN_TOOLS,
        /// Not at all.
        NEVER
    }

    enum Sampling {
        BOTH,
        /// `temperature` or `top_p`.
        ONE,
        NONE
    }

    private static final Pattern THIRD = Pattern.compile("claude-3(?:[-.]([57]))?-.*");
    private static final Pattern LATER = Pattern.compile("claude-([a-z]+)-([4-9])(?:[-.](\\d)(?!\\d))?.*");
    private static final ModelTraits UNKNOWN =
            new ModelTraits(Thinking.BUDGET, Rest.UNASKED, Sampling.ONE, false, false, true);
    private static final int ONE_SAMPLER = 41;
    private static final int SCHEMAS = 45;
    private static final int ADAPTIVE = 46;
    private static final int NO_SAMPLER = 47;
    private static final int THINKS_UNASKED = 50;
    private static final int NO_FORCING = 51;

    static ModelTraits of(String upstreamModel) {
        String name = upstreamModel.substring(upstreamModel.lastIndexOf('/') + 1);
        Matcher third = THIRD.matcher(name);
        if (third.matches()) {
            Thinking thinking = "7".equals(third.group(1)) ? Thinking.BUDGET : Thinking.NONE;
            return new ModelTraits(thinking, Rest.UNASKED, Sampling.BOTH, false, true, true);
        }
        Matcher later = LATER.matcher(name);
        if (!later.matches()) {
            return UNKNOWN;
        }
        int minor = later.group(3) == null ? 0 : Integer.parseInt(later.group(3));
        return later(later.group(1), Integer.parseInt(later.group(2)) * 10 + minor);
    }

    private static ModelTraits later(String family, int version) {
        Sampling sampling =
                version >= NO_SAMPLER ? Sampling.NONE : version >= ONE_SAMPLER ? Sampling.ONE : Sampling.BOTH;
        return new ModelTraits(
                version >= ADAPTIVE ? Thinking.ADAPTIVE : Thinking.BUDGET,
                rest(family, version),
                sampling,
                version >= SCHEMAS,
                version < ADAPTIVE,
                version < NO_FORCING);
    }

    private static Rest rest(String family, int version) {
        if (version < THINKS_UNASKED) {
            return Rest.UNASKED;
        }
        return switch (family) {
            case "haiku" -> Rest.DISABLED;
            case "sonnet" -> version < NO_FORCING ? Rest.DISABLED : Rest.BETWEEN_TOOLS;
            case "opus" -> version < NO_FORCING ? Rest.DISABLED : Rest.NEVER;
            default -> Rest.NEVER;
        };
    }
}
