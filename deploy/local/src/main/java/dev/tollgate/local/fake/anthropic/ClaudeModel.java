package dev.tollgate.local.fake.anthropic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model of this name takes. Each generation takes less than the one before it: fewer sampling parameters, no
/// prefill, no budget of thinking.
///
/// @param outputBound tokens that `max_tokens` may ask for
/// @param forcing whether `tool_choice` may demand a call
/// @param unstoppable whether `disabled` thinking is refused
record ClaudeModel(
        String name,
        long outputBound,
        Thinking thinking,
        Sampling sampling,
        boolean schemas,
        boolean prefill,
        boolean forcing,
        boolean unstoppable) {

    enum Thinking {
        NONE,
        /// `enabled` with a budget.
        BUDGET,
        /// Either.
        BOTH,
        /// Only `adaptive`.
        ADAPTIVE
    }

    enum Sampling {
        /// `temperature` and `top_p` together.
        ALL,
        /// One of the two.
        ONE,
        NONE
    }

    private static final Pattern OLD = Pattern.compile("claude-3(?:-([57]))?-(?:opus|sonnet|haiku)(?:-\\w+)?");
    private static final Pattern NEW =
            Pattern.compile("claude-(opus|sonnet|haiku|mythos|fable)-([4-9])(?:-(\\d))?(?:-\\d{8}|-latest)?");
    private static final long OLDEST_BOUND = 4_096;
    private static final long OLD_BOUND = 8_192;
    private static final long BOUND = 64_000;
    private static final int SCHEMAS_SINCE = 45;
    private static final int ONE_SAMPLER_SINCE = 41;
    private static final int ADAPTIVE_SINCE = 46;
    private static final int ADAPTIVE_ONLY_SINCE = 47;
    private static final int LATEST = 51;

    /// @return empty when there is no such model
    static Optional<ClaudeModel> named(String name) {
        Matcher old = OLD.matcher(name);
        if (old.matches()) {
            String minor = old.group(1);
            boolean thinks = "7".equals(minor);
            long bound = minor == null ? OLDEST_BOUND : thinks ? BOUND : OLD_BOUND;
            return Optional.of(new ClaudeModel(
                    name, bound, thinks ? Thinking.BUDGET : Thinking.NONE, Sampling.ALL, false, true, true, false));
        }
        Matcher recent = NEW.matcher(name);
        if (!recent.matches()) {
            return Optional.empty();
        }
        int minor = recent.group(3) == null ? 0 : Integer.parseInt(recent.group(3));
        return Optional.of(of(name, recent.group(1), Integer.parseInt(recent.group(2)) * 10 + minor));
    }

    /// The demo's own names, and any name where this stands in for every model.
    static ClaudeModel any(String name) {
        return new ClaudeModel(name, BOUND, Thinking.BOTH, Sampling.ALL, true, true, true, false);
    }

    private static ClaudeModel of(String name, String family, int version) {
        Thinking thinking = version >= ADAPTIVE_ONLY_SINCE
                ? Thinking.ADAPTIVE
                : version >= ADAPTIVE_SINCE ? Thinking.BOTH : Thinking.BUDGET;
        Sampling sampling = version >= ADAPTIVE_ONLY_SINCE
                ? Sampling.NONE
                : version >= ONE_SAMPLER_SINCE ? Sampling.ONE : Sampling.ALL;
        boolean latest = version >= LATEST;
        return new ClaudeModel(
                name,
                BOUND,
                thinking,
                sampling,
                version >= SCHEMAS_SINCE,
                version < ADAPTIVE_SINCE,
                !latest,
                latest && !family.equals("haiku"));
    }
}
