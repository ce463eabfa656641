package dev.tollgate.edge.audio.transcription;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Pricing;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.TranscriptionBody;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.upload.Form;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;

/// What we read of a request for a transcript.
///
/// @param operation in its own language, or in English
/// @param prompt what the recording is about; empty for none
/// @param byDuration see [TranscriptionBody#byDuration]; known once the price is
record TranscriptionRequest(
        Operation operation,
        String model,
        Format format,
        boolean stream,
        String prompt,
        Recording recording,
        Form upload,
        boolean byDuration)
        implements TranscriptionBody, ModelRequest {
    private static final long MILLIS = 1_000;
    /// No provider counts more.
    private static final long TOKENS_PER_SECOND_MOST = 50;

    private static final long TOKENS_PER_SECOND = 10;
    private static final int BYTES_PER_TOKEN = 4;
    /// What a provider may put around the prompt.
    private static final long AROUND = 64;

    @Override
    public TranscriptionBody body() {
        return this;
    }

    @Override
    public TranscriptionBody body(Catalogue.Model served, ModelPrice price) {
        return Pricing.costs(price, UsageClass.AUDIO_MILLISECONDS)
                ? new TranscriptionRequest(operation, model, format, stream, prompt, recording, upload, true)
                : this;
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public List<UpstreamBody.Part> parts() {
        return upload.parts();
    }

    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        long most = Math.min(recording.mostMillis(), model.media().audioBound());
        long likely = Math.min(recording.likelyMillis(), most);
        boolean byTokens = Pricing.byTokens(price);
        boolean byTime = Pricing.byUnits(price, UsageClass.AUDIO_MILLISECONDS);
        Quantities units = byTime ? millis(most) : Quantities.NONE;
        Quantities unitsEstimate = byTime ? millis(likely) : Quantities.NONE;
        if (!byTokens) {
            return Bounds.ofUnits(units).with(units, unitsEstimate);
        }
        long text = prompt.getBytes(StandardCharsets.UTF_8).length;
        long input = Math.min(model.contextWindow(), tokens(most, TOKENS_PER_SECOND_MOST) + text + AROUND);
        long estimate = Math.min(input, tokens(likely, TOKENS_PER_SECOND) + text / BYTES_PER_TOKEN + 1);
        return Bounds.ofTokens(input, estimate, model.outputBound()).with(units, unitsEstimate);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return tokens(recording.likelyMillis(), TOKENS_PER_SECOND)
                + (prompt.isEmpty() ? 0 : tokenizer.applyAsLong(prompt));
    }

    /// Nothing is gained by a deployment that has heard the recording before: requests are spread.
    @Override
    public long affinity() {
        return upload.files().getFirst().start().hashCode();
    }

    @Override
    public byte[] fingerprint() {
        return upload.fingerprint();
    }

    @Override
    public void discard() {
        upload.discard();
    }

    private static Quantities millis(long millis) {
        return Quantities.NONE.with(UsageClass.AUDIO_MILLISECONDS, millis);
    }

    private static long tokens(long millis, long perSecond) {
        return Math.ceilDiv(millis * perSecond, MILLIS);
    }

    @Override
    public String toString() {
        return "TranscriptionRequest[" + operation + ", " + model + ", " + format + (stream ? ", stream]" : "]");
    }
}
