package dev.tollgate.edge.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.function.ToLongFunction;

/// What we read of a request for pictures, new ones or changed ones, that came as JSON.
record ImagesRequest(Operation operation, String model, Wanted pictures, AnswerForm form, Members members)
        implements ImagesBody, ModelRequest {
    @Override
    public ImagesBody body() {
        return this;
    }

    @Override
    public ImagesBody body(Catalogue.Model served, ModelPrice price) {
        return new ImagesRequest(operation, model, pictures.of(served, price), form, members);
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

    @Override
    public Bounds bounds(Catalogue.Model served, ModelPrice price) {
        return pictures.bounds(served, price);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return pictures.inputTokens(tokenizer);
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
        return pictures.prompt().hashCode();
    }

    @Override
    public String toString() {
        return "ImagesRequest[" + operation + ", " + model + ", " + pictures.count() + "]";
    }
}
