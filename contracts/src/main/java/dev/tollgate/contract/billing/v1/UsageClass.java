package dev.tollgate.contract.billing.v1;

import java.util.Locale;

/// Disjoint classes of what a request consumes: each unit is counted in exactly one. Adapters make providers'
/// overlapping counts disjoint. Prices are nano-credits per million of these units.
public enum UsageClass {
    /// Input tokens that were neither read from nor written to the provider's cache.
    INPUT(Measure.INPUT_TOKENS),
    CACHED_INPUT(Measure.INPUT_TOKENS),
    CACHE_WRITE(Measure.INPUT_TOKENS),
    AUDIO_INPUT(Measure.INPUT_TOKENS),
    IMAGE_INPUT(Measure.INPUT_TOKENS),
    /// Output tokens that are neither reasoning, audio nor image.
    OUTPUT(Measure.OUTPUT_TOKENS),
    REASONING(Measure.OUTPUT_TOKENS),
    AUDIO_OUTPUT(Measure.OUTPUT_TOKENS),
    IMAGE_OUTPUT(Measure.OUTPUT_TOKENS),
    /// Thousandths of a standard image: an image's size and quality decide how many it counts.
    MILLI_IMAGES(Measure.UNITS),
    /// Characters (Unicode code points) of text to be spoken.
    CHARACTERS(Measure.UNITS),
    /// Milliseconds of audio to be transcribed.
    AUDIO_MILLISECONDS(Measure.UNITS),
    /// Searches of a reranker, as providers count them: one query over up to 100 documents.
    SEARCHES(Measure.UNITS);

    /// What a class counts.
    public enum Measure {
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        /// Neither: known from the request, or from how much of it was answered.
        UNITS
    }

    private final Measure measure;
    private final String wireName;

    UsageClass(Measure measure) {
        this.measure = measure;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /// The name in JSON: `cached_input`.
    public String wireName() {
        return wireName;
    }

    /// The class of a name in JSON.
    ///
    /// @throws IllegalArgumentException when this release knows no such class
    public static UsageClass ofWireName(String name) {
        UsageClass found = valueOf(name.toUpperCase(Locale.ROOT));
        if (!found.wireName().equals(name)) {
            throw new IllegalArgumentException("no class of usage: " + name);
        }
        return found;
    }

    public Measure measure() {
        return measure;
    }

    /// Whether the class counts tokens of the request's input: those decide the price tier.
    public boolean isInput() {
        return measure == Measure.INPUT_TOKENS;
    }

    /// Whether the class counts tokens of the answer.
    public boolean isOutput() {
        return measure == Measure.OUTPUT_TOKENS;
    }
}
