package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToLongFunction;

/// A session, or one response within it.
///
/// @param beta the events of the time before general availability are asked for
/// @param inputEstimate tokens that the conversation counts so far, by our own count
record SessionRequest(SessionBody body, boolean beta, long inputEstimate) implements ModelRequest {
    static SessionRequest of(String model, boolean beta) {
        return new SessionRequest(new SessionBody(model), beta, 0);
    }

    SessionRequest after(long tokens) {
        return new SessionRequest(body, beta, tokens);
    }

    /// Of a response that is bounded by the model alone.
    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        return bounds(model, model.outputBound());
    }

    /// The conversation is not ours to measure (speech, pictures, what the provider keeps of it): its bound is the
    /// context window (rules 13).
    Bounds bounds(Catalogue.Model model, long output) {
        long window = model.contextWindow();
        return Bounds.ofTokens(window, Math.min(window, inputEstimate), Math.min(output, model.outputBound()));
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return inputEstimate;
    }

    @Override
    public byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(body.tree().toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Sessions share no cache: they spread by weight.
    @Override
    public long affinity() {
        return ThreadLocalRandom.current().nextLong();
    }
}
