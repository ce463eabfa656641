package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Repeatable;
import dev.tollgate.edge.json.Edits;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.MessagesCall;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a message in Anthropic's format, and where it stands in the body.
///
/// @param maxTokens the caller's bound on the output, thinking included
/// @param thinkingBudget tokens that the caller lets the model think, or null
/// @param thinks whether the caller wants the model to think
/// @param flawed whether a provider that speaks this format must be told otherwise
/// @param affinity hash of the conversation's beginning: its requests stick to one deployment
/// @param served what is known of the model, once that is known
record MessagesRequest(
        String model,
        boolean stream,
        long maxTokens,
        @Nullable Long thinkingBudget,
        boolean thinks,
        InputSize size,
        boolean flawed,
        long affinity,
        VersionHeaders versions,
        Members members,
        Served served)
        implements MessagesCall, ModelRequest {
    /// What of a model decides how a request is said.
    ///
    /// @param contextWindow in tokens
    /// @param reasons whether it can be asked to think
    record Served(long contextWindow, boolean reasons) {
        static final Served UNKNOWN = new Served(0, false);
    }

    @Override
    public MessagesRequest body() {
        return this;
    }

    @Override
    public MessagesRequest body(Catalogue.Model by, ModelPrice price) {
        return new MessagesRequest(
                model,
                stream,
                maxTokens,
                thinkingBudget,
                thinks,
                size,
                flawed,
                affinity,
                versions,
                members,
                new Served(by.contextWindow(), MessagesBounds.reasons(by)));
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    @Override
    public Map<String, String> versionHeaders() {
        return versions.toProvider(served.contextWindow());
    }

    @Override
    public Spoken spoken(ProviderAdapter adapter) {
        return adapter.operations().contains(Operation.MESSAGES)
                ? Spoken.Said.asItIs(this)
                : AsChat.said(this, adapter.extras());
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return rewritten(upstreamModel, null);
    }

    /// The way of most requests costs no parsing.
    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound) {
        Long bound = outputBound != null && outputBound < maxTokens ? outputBound : null;
        if (flawed || (bound != null && thinkingBudget != null)) {
            ObjectNode tree = members.tree();
            Repairs.repair(tree);
            if (bound != null) {
                Repairs.bound(tree, bound);
            }
            return Buffer.buffer(tree.put("model", upstreamModel).toString());
        }
        Edits edits = new Edits(members);
        edits.put("model", Edits.quoted(upstreamModel));
        if (bound != null) {
            edits.put("max_tokens", bound.toString());
        }
        return edits.applied();
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    /// Headers that ask for more than the format are no part of the body that it would be known by.
    @Override
    public Repeatable repeatable() {
        if (!versions.betas().isEmpty()) {
            return Repeatable.NEVER;
        }
        Repeatable repeatable = Repeatable.byTemperature(members.fields());
        return size.unknowable() ? repeatable.atMostOnRequest() : repeatable;
    }

    @Override
    public Bounds bounds(Catalogue.Model by, ModelPrice price) {
        return MessagesBounds.of(this, by);
    }

    /// Reads the body a second time: for requests whose provider told no usage.
    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        InputText input = InputText.of(members.tree());
        return tokenizer.applyAsLong(input.text()) + input.overhead();
    }

    @Override
    public String toString() {
        return "MessagesRequest[" + model + (stream ? ", stream]" : "]");
    }
}
