package dev.tollgate.edge.audio.speech;

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
import dev.tollgate.edge.provider.spi.SpeechBody;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/// What we read of a request for speech.
///
/// @param instructions how to say it; empty for none
/// @param events whether the sound is wanted as events, with its usage
record SpeechRequest(String model, String input, String instructions, Sound sound, boolean events, Members members)
        implements SpeechBody, ModelRequest {
    private static final int BYTES_PER_TOKEN = 4;
    /// What a provider may put around the text.
    private static final long AROUND = 64;

    @Override
    public SpeechBody body() {
        return this;
    }

    @Override
    public AnswerForm form() {
        return events ? AnswerForm.EVENTS : AnswerForm.BYTES;
    }

    @Override
    public boolean stream() {
        return events;
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    /// Characters are known, and held and charged in full. Where the model is priced by tokens, nobody can tell how
    /// long a text is in somebody's mouth: what is held is the longest answer of the model.
    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        boolean byTokens = Pricing.byTokens(price);
        Quantities units = Pricing.byUnits(price, UsageClass.CHARACTERS)
                ? Quantities.NONE.with(UsageClass.CHARACTERS, characters())
                : Quantities.NONE;
        if (!byTokens) {
            return Bounds.ofUnits(units);
        }
        long bytes = bytes(input) + bytes(instructions);
        long bound = Math.min(model.contextWindow(), bytes + AROUND);
        return Bounds.ofTokens(bound, Math.min(bound, bytes / BYTES_PER_TOKEN + 1), model.outputBound())
                .with(units);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return tokenizer.applyAsLong(input) + (instructions.isEmpty() ? 0 : tokenizer.applyAsLong(instructions));
    }

    @Override
    public UsageClass outputClass() {
        return UsageClass.AUDIO_OUTPUT;
    }

    /// Nothing is gained by a deployment that has seen the text before: requests are spread.
    @Override
    public long affinity() {
        return input.hashCode();
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    private long characters() {
        return input.codePointCount(0, input.length());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return "SpeechRequest[" + model + ", " + sound + (events ? ", events]" : "]");
    }
}
