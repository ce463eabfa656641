package dev.tollgate.edge.moderation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.ModerationBody;
import io.vertx.core.buffer.Buffer;
import java.util.function.ToLongFunction;

/// What we read of a request to judge texts and pictures. Its output is no text and costs nothing.
record ModerationRequest(String model, Judged judged, Members members) implements ModerationBody, ModelRequest {
    /// Of a request that names none: OpenAI's own.
    private static final String USUAL_MODEL = "omni-moderation-latest";

    static ModerationRequest of(Members members) {
        String model =
                members.fields().containsKey("model") ? Field.requiredText(members.fields(), "model") : USUAL_MODEL;
        return new ModerationRequest(model, Judged.of(members.fields().get("input")), members);
    }

    @Override
    public ModerationBody body() {
        return this;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public boolean hasPictures() {
        return judged.pictures() > 0;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        long bound = judged.bound(model.contextWindow());
        return new Bounds(
                bound, Math.min(bound, judged.estimate()), null, 0, 1, 0, 0, false, Quantities.NONE, Quantities.NONE);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return judged.tokens(tokenizer);
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    /// Nothing is gained by a deployment that has seen the text before: requests are spread.
    @Override
    public long affinity() {
        return judged.hashCode();
    }

    @Override
    public String toString() {
        return "ModerationRequest[" + model + "]";
    }
}
