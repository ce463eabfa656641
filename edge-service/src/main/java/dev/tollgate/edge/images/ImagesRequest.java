package dev.tollgate.edge.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Pricing;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ImagesBody;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a request for pictures.
///
/// @param size as it was asked for, or null
/// @param quality as it was asked for, or null
/// @param partials drafts that are to be sent before a picture of a stream
/// @param measure of what comes, once it is known which model serves it
record ImagesRequest(
        String model,
        String prompt,
        int count,
        @Nullable String size,
        @Nullable String quality,
        AnswerForm form,
        int partials,
        @Nullable Measure measure,
        Members members)
        implements ImagesBody, ModelRequest {
    /// @param byTokens whether tokens cost something
    record Measure(Catalogue.Model model, boolean byTokens) {}

    private static final int BYTES_PER_TOKEN = 4;
    /// What a model puts around a prompt.
    private static final long AROUND = 64;

    @Override
    public ImagesBody body() {
        return this;
    }

    @Override
    public ImagesBody body(Catalogue.Model served, ModelPrice price) {
        Measure known = new Measure(served, Pricing.byTokens(price));
        return new ImagesRequest(model, prompt, count, size, quality, form, partials, known, members);
    }

    @Override
    public boolean stream() {
        return form == AnswerForm.EVENTS;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
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
    /// can bound them in the body. Some models read the prompt anew for each picture.
    @Override
    public Bounds bounds(Catalogue.Model served, ModelPrice price) {
        boolean tokens = Pricing.byTokens(price);
        boolean byImage = Pricing.byUnits(price, UsageClass.MILLI_IMAGES);
        long text = prompt.getBytes(StandardCharsets.UTF_8).length;
        long input = tokens ? Math.min(text + AROUND, served.contextWindow()) * count : 0;
        long output = tokens
                ? (ImageTokens.most(size, quality, served.outputBound()) + ImageTokens.ofPartials(partials)) * count
                : 0;
        Quantities units = Quantities.NONE.with(
                UsageClass.MILLI_IMAGES, byImage ? ImageSizes.most(served.media(), size, quality) * count : 0);
        return new Bounds(
                input, Math.min(input, text / BYTES_PER_TOKEN + 1), output, output, 1, 0, output, true, units, units);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return tokenizer.applyAsLong(prompt);
    }

    /// Drafts and pictures: nothing else is counted by us.
    @Override
    public UsageClass outputClass() {
        return UsageClass.IMAGE_OUTPUT;
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    /// Nothing is gained by a deployment that has seen the prompt before: requests are spread.
    @Override
    public long affinity() {
        return prompt.hashCode();
    }

    @Override
    public String toString() {
        return "ImagesRequest[" + model + ", " + count + "]";
    }
}
