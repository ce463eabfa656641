package dev.tollgate.edge.metering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/// OpenAI's encodings, read once in a process by a thread beside its start, one after the other: to inflate and read
/// them takes the better part of 0.1 s of CPU, and nothing that leads to readiness asks for them.
final class OpenAiEncodings {
    private static final Logger LOG = Logger.getLogger(OpenAiEncodings.class);
    private static final Executor BESIDE =
            reading -> Thread.ofPlatform().daemon().name("vocabularies").start(reading);

    /// Begins with the first who asks.
    static final OpenAiEncodings OF_PROCESS = new OpenAiEncodings();

    private final CompletableFuture<TokenEncoding> o200kBase =
            CompletableFuture.supplyAsync(TokenEncoding::o200kBase, BESIDE);
    private final CompletableFuture<TokenEncoding> cl100kBase =
            o200kBase.thenApplyAsync(earlier -> TokenEncoding.cl100kBase(), BESIDE);

    private OpenAiEncodings() {
        cl100kBase.exceptionally(e -> {
            LOG.error("The vocabularies can't be read: no token can be counted, the edge does not become ready", e);
            return null;
        });
    }

    /// Whether both are there, so that nobody waits.
    boolean isReady() {
        return cl100kBase.isDone() && !cl100kBase.isCompletedExceptionally();
    }

    TokenEncoding o200kBase() {
        return o200kBase.join();
    }

    TokenEncoding cl100kBase() {
        return cl100kBase.join();
    }
}
