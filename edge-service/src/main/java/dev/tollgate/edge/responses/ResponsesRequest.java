package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Repeatable;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Upstream;
import io.vertx.core.buffer.Buffer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a request for a response.
///
/// @param maxOutput the caller's bound on output tokens, or null
/// @param affinity hash of the conversation's beginning: its requests stick to one deployment
/// @param serving once it is known which model serves it, and whom
record ResponsesRequest(
        String model,
        boolean stream,
        @Nullable Long maxOutput,
        InputSize size,
        long affinity,
        Members members,
        Serving serving)
        implements JsonBody, ModelRequest {
    /// Providers that know responses are asked for them.
    private static final String NATIVE = "responses";
    /// They may run tools of their own, whose fees are the operator's.
    private static final String HOSTED_TOOLS = "hosted_tools";

    /// @param natively the model's providers know responses, those of them whose dialect does
    /// @param hostedTools providers may run tools of their own
    /// @param account whose request it is
    record Serving(boolean natively, boolean hostedTools, String account) {
        static final Serving UNKNOWN = new Serving(false, false, "");
    }

    @Override
    public CallBody body() {
        return this;
    }

    @Override
    public CallBody body(Catalogue.Model served, ModelPrice price, String account) {
        Serving known = new Serving(
                served.capabilities().contains(NATIVE), served.capabilities().contains(HOSTED_TOOLS), account);
        return new ResponsesRequest(model, stream, maxOutput, size, affinity, members, known);
    }

    @Override
    public Operation operation() {
        return Operation.RESPONSES;
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public Spoken spoken(ProviderAdapter adapter, Upstream upstream) {
        Keeper keeper = Keeper.of(upstream, serving.account());
        return serving.natively() && adapter.operations().contains(Operation.RESPONSES)
                ? NativeResponse.said(this, keeper)
                : AsChat.said(this, keeper);
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
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    /// Providers store what nobody tells them not to.
    @Override
    public Repeatable repeatable() {
        JsonNode stored = members.fields().get("store");
        boolean stateless =
                stored != null && !stored.asBoolean() && !members.fields().containsKey("previous_response_id");
        if (!stateless) {
            return Repeatable.NEVER;
        }
        Repeatable repeatable = Repeatable.byTemperature(members.fields());
        return size.unknowable() ? repeatable.atMostOnRequest() : repeatable;
    }

    @Override
    public Bounds bounds(Catalogue.Model served, ModelPrice price) {
        return ResponsesBounds.of(this, served);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        InputText input = InputText.of(tree());
        return tokenizer.applyAsLong(input.text()) + input.overhead();
    }

    @Override
    public String toString() {
        return "ResponsesRequest[" + model + (stream ? ", stream]" : "]");
    }
}
