package dev.tollgate.edge.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Frames of requests that never were.
final class Samples {
    static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static UsageFrame.Open open(String id) {
        return open(id, null);
    }

    /// @param outputClass null for text
    static UsageFrame.Open open(String id, @Nullable String outputClass) {
        return new UsageFrame.Open(
                UsageFrame.VERSION,
                subject(id),
                100,
                new UsageFrame.RecoveryPrices(2_000_000, 3_000_000),
                null,
                outputClass);
    }

    /// The same request of another model, which stands in at twice the price.
    static UsageFrame.Open standIn(String id) {
        UsageFrame.Subject other = new UsageFrame.Subject(
                id, null, "acct", "key", List.of(), "default", "dearer", "chat.completions", true, 1, 7, 900);
        return new UsageFrame.Open(
                UsageFrame.VERSION, other, 120, new UsageFrame.RecoveryPrices(4_000_000, 6_000_000), null, null);
    }

    static UsageFrame.Progress progress(String id, long delivered) {
        return new UsageFrame.Progress(UsageFrame.VERSION, id, delivered);
    }

    static UsageFrame.Done done(String id) {
        return new UsageFrame.Done(
                UsageFrame.VERSION,
                subject(id),
                Map.of("input", 10L, "output", 20L),
                Map.of("input", 1L, "output", 2L),
                3,
                Map.of("input", 10L),
                null,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                "demo",
                "demo-1",
                "demo",
                List.of(new UsageFrame.Attempt("demo-1", "ok", 3)),
                2L,
                3);
    }

    private static UsageFrame.Subject subject(String id) {
        return new UsageFrame.Subject(
                id, null, "acct", "key", List.of(), "default", "demo", "chat.completions", true, 1, 7, 500);
    }

    static UsageFrame read(Shippable shippable) {
        return read(bytes(shippable));
    }

    static byte[] bytes(Shippable shippable) {
        ByteBuffer json = shippable.json();
        byte[] bytes = new byte[json.remaining()];
        json.get(bytes);
        return bytes;
    }

    static UsageFrame read(byte[] payload) {
        try {
            return JSON.readValue(payload, UsageFrame.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
