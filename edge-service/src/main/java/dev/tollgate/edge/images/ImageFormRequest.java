package dev.tollgate.edge.images;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ImageFormBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.upload.Form;
import java.util.List;
import java.util.function.ToLongFunction;

/// What we read of a request for pictures made of others, that came as a form.
record ImageFormRequest(Operation operation, String model, Wanted pictures, AnswerForm form, Form upload)
        implements ImageFormBody, ModelRequest {
    @Override
    public ImageFormBody body() {
        return this;
    }

    @Override
    public ImageFormBody body(Catalogue.Model served, ModelPrice price) {
        return new ImageFormRequest(operation, model, pictures.of(served, price), form, upload);
    }

    @Override
    public boolean stream() {
        return form == AnswerForm.EVENTS;
    }

    @Override
    public List<UpstreamBody.Part> parts() {
        return upload.parts();
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

    /// Nothing is gained by a deployment that has seen the pictures before: requests are spread.
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

    @Override
    public String toString() {
        return "ImageFormRequest[" + operation + ", " + model + ", " + pictures.count() + "]";
    }
}
