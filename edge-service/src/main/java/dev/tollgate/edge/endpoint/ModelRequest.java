package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.provider.spi.CallBody;
import java.util.function.ToLongFunction;

/// A request that was understood: what we route, limit and bill on. The rest is the provider's.
public interface ModelRequest {
    CallBody body();

    /// The same, once it is known which model serves it and how it is charged: some count what comes by the model's
    /// own measure, and only what costs something; some have to ask the provider for more, so that what is charged
    /// is told.
    default CallBody body(Catalogue.Model model, ModelPrice price) {
        return body();
    }

    /// The same, for one that has to know whose it is.
    ///
    /// @param account who pays for it
    default CallBody body(Catalogue.Model model, ModelPrice price, String account) {
        return body(model, price);
    }

    /// The name that the caller used.
    default String model() {
        return body().model();
    }

    default boolean stream() {
        return body().stream();
    }

    /// What it can consume at the most, of this model at this price.
    Bounds bounds(Catalogue.Model model, ModelPrice price);

    /// The input's tokens as a tokenizer counts them: asked only where a provider told no usage.
    long inputTokens(ToLongFunction<String> tokenizer);

    /// The class of its output where nobody but us counts it.
    default UsageClass outputClass() {
        return UsageClass.OUTPUT;
    }

    /// Hash of what belongs together, a conversation's beginning: such requests stick to one deployment.
    long affinity();

    /// Hash of what many conversations begin with, instructions and tools: providers keep that, too. 0 for nothing.
    default long opening() {
        return 0;
    }

    /// Digest (SHA-256) of the body as it came: whether two requests are the same.
    byte[] fingerprint();

    /// Whether its answer may be one that was given before.
    default Repeatable repeatable() {
        return Repeatable.NEVER;
    }

    /// The request is over, whatever became of it: what it holds outside the heap is let go.
    default void discard() {}
}
