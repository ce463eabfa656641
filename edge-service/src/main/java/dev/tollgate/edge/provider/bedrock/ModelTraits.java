package dev.tollgate.edge.provider.bedrock;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the families of models behind Converse differ in, known by the upstream model's name: with a region's
/// prefix, as an inference profile, or as an ARN. A name that is none of theirs gets what all take.
///
/// @param forcing how a call of a tool can be demanded
/// @param thinking how thinking is asked for, beside Converse's own fields
/// @param sampling which of the sampling parameters are taken
/// @param topK whether `top_k` is taken, among the additional fields
/// @param caching whether points of caching are taken
/// @param prefill whether a conversation may end with the assistant's turn
record ModelTraits(
        Forcing forcing, Thinking thinking, Sampling sampling, boolean topK, boolean caching, boolean prefill) {
    enum Forcing {
        NONE,
        /// Any tool, but no certain one.
        ANY,
        ONE
    }

    enum Thinking {
        NONE,
        /// Claude's, by a budget of tokens.
        BUDGET,
        /// Claude's, as much as the model finds right.
        ADAPTIVE,
        /// By `reasoning_effort`, as OpenAI's open models have it.
        EFFORT,
        /// By Nova's `reasoningConfig`.
        NOVA
    }

    enum Sampling {
        BOTH,
        /// `temperature` or `top_p`.
        ONE,
        NONE
    }

    private static final Pattern THIRD = Pattern.compile("anthropic\\.claude-3(-7)?(?:-\\d)?-.*");
    private static final Pattern LATER = Pattern.compile("anthropic\\.claude-[a-z]+-([4-9])(?:-(\\d)(?!\\d))?.*");
    private static final Pattern NOVA_2 = Pattern.compile("amazon\\.nova-2.*");
    private static final Set<String> GEOGRAPHIES =
            Set.of("us", "eu", "apac", "global", "us-gov", "jp", "au", "ca", "sa");
    private static final int ONE_SAMPLER = 41;
    private static final int ADAPTIVE = 46;
    private static final int NO_SAMPLER = 47;
    private static final int NO_FORCING = 51;

    static ModelTraits of(String upstreamModel) {
        String name = family(upstreamModel);
        Matcher third = THIRD.matcher(name);
        if (third.matches()) {
            Thinking thinking = third.group(1) == null ? Thinking.NONE : Thinking.BUDGET;
            return new ModelTraits(Forcing.ONE, thinking, Sampling.BOTH, true, true, true);
        }
        Matcher later = LATER.matcher(name);
        if (later.matches()) {
            int minor = later.group(2) == null ? 0 : Integer.parseInt(later.group(2));
            return claude(Integer.parseInt(later.group(1)) * 10 + minor);
        }
        if (name.startsWith("amazon.nova")) {
            Thinking thinking = NOVA_2.matcher(name).matches() ? Thinking.NOVA : Thinking.NONE;
            return new ModelTraits(Forcing.ONE, thinking, Sampling.BOTH, false, true, true);
        }
        if (name.startsWith("mistral.mistral-large")) {
            return new ModelTraits(Forcing.ANY, Thinking.NONE, Sampling.BOTH, false, false, false);
        }
        Thinking thinking = name.startsWith("openai.gpt-oss") ? Thinking.EFFORT : Thinking.NONE;
        return new ModelTraits(Forcing.NONE, thinking, Sampling.BOTH, false, false, false);
    }

    private static ModelTraits claude(int version) {
        Sampling sampling =
                version >= NO_SAMPLER ? Sampling.NONE : version >= ONE_SAMPLER ? Sampling.ONE : Sampling.BOTH;
        return new ModelTraits(
                version < NO_FORCING ? Forcing.ONE : Forcing.NONE,
                version >= ADAPTIVE ? Thinking.ADAPTIVE : Thinking.BUDGET,
                sampling,
                true,
                true,
                version < ADAPTIVE);
    }

    /// `amazon.nova-lite-v1:0` of `arn:aws:bedrock:…:inference-profile/us.amazon.nova-lite-v1:0`.
    private static String family(String upstreamModel) {
        String name = upstreamModel.substring(upstreamModel.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        return dot > 0 && GEOGRAPHIES.contains(name.substring(0, dot)) ? name.substring(dot + 1) : name;
    }

    /// Whether it thinks by Anthropic's own field.
    boolean thinksAsClaude() {
        return thinking == Thinking.BUDGET || thinking == Thinking.ADAPTIVE;
    }
}
