package dev.tollgate.edge.images;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Pricing;
import dev.tollgate.edge.provider.spi.Pictures;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The pictures that a request asks for, whichever way it came: what they can consume, and what those that come count.
///
/// @param prompt empty where none is taken
/// @param inputs how many pictures come with it
/// @param size as it was asked for, or null
/// @param quality as it was asked for, or null
/// @param partials drafts that are to be sent before a picture of a stream
/// @param measure of what comes, once it is known which model serves it
record Wanted(
        String prompt,
        int inputs,
        int count,
        @Nullable String size,
        @Nullable String quality,
        int partials,
        @Nullable Measure measure)
        implements Pictures {
    /// @param byTokens whether tokens cost something
    record Measure(Catalogue.Model model, boolean byTokens) {}

    private static final int BYTES_PER_TOKEN = 4;
    /// What a model puts around a prompt.
    private static final long AROUND = 64;
    /// What a picture takes as input, scaled down as it is unless more is asked for.
    private static final long INPUT_TOKENS = 194;

    /// The same, once it is known which model serves it at which price.
    Wanted of(Catalogue.Model served, ModelPrice price) {
        Measure known = new Measure(served, Pricing.byTokens(price));
        return new Wanted(prompt, inputs, count, size, quality, partials, known);
    }

    /// Never more than what is held for one.
    @Override
    public long milliImages(@Nullable String toldSize, @Nullable String toldQuality) {
        Catalogue.Media media =
                measure == null ? Catalogue.Media.DEFAULT : measure.model().media();
        long came =
                ImageSizes.one(media, toldSize == null ? size : toldSize, toldQuality == null ? quality : toldQuality);
        return Math.min(came, ImageSizes.most(media, size, quality));
    }

    @Override
    public long likelyTokens(@Nullable String toldSize, @Nullable String toldQuality) {
        if (measure == null || !measure.byTokens()) {
            return 0;
        }
        long likely =
                ImageTokens.likely(toldSize == null ? size : toldSize, toldQuality == null ? quality : toldQuality);
        return Math.min(likely, ImageTokens.most(size, quality, measure.model().outputBound()));
    }

    @Override
    public long draftTokens() {
        return measure != null && measure.byTokens() ? ImageTokens.ofPartials(1) : 0;
    }

    /// By the image or by tokens, whichever costs something: of tokens all that they can come to is held, for nobody
    /// can bound them in the body. Some models read their input anew for each picture, and what a picture that was
    /// sent takes only the provider knows (rules 13).
    Bounds bounds(Catalogue.Model served, ModelPrice price) {
        boolean tokens = Pricing.byTokens(price);
        boolean byImage = Pricing.byUnits(price, UsageClass.MILLI_IMAGES);
        long text = prompt.getBytes(StandardCharsets.UTF_8).length;
        long window = served.contextWindow();
        long input = tokens ? (inputs > 0 ? window : Math.min(text + AROUND, window)) * count : 0;
        long output = tokens
                ? (ImageTokens.most(size, quality, served.outputBound()) + ImageTokens.ofPartials(partials)) * count
                : 0;
        Quantities units = Quantities.NONE.with(
                UsageClass.MILLI_IMAGES, byImage ? ImageSizes.most(served.media(), size, quality) * count : 0);
        long estimate = Math.min(input, text / BYTES_PER_TOKEN + 1 + INPUT_TOKENS * inputs);
        return new Bounds(input, estimate, output, output, 1, 0, output, true, units, units);
    }

    long inputTokens(ToLongFunction<String> tokenizer) {
        return (prompt.isEmpty() ? 0 : tokenizer.applyAsLong(prompt)) + INPUT_TOKENS * inputs;
    }
}
