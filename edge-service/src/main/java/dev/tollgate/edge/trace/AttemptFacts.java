package dev.tollgate.edge.trace;

import org.jspecify.annotations.Nullable;

/// What is known of an attempt before it is made.
///
/// @param operation as the conventions for generative AI name it: `chat`, `embeddings`, …
/// @param provider the dialect that is spoken: `openai`, …
/// @param model as the provider calls it
/// @param url the provider's address
/// @param number from 1
/// @param outputBound sent upstream, or null for the caller's own
public record AttemptFacts(
        String requestId,
        String operation,
        String provider,
        String model,
        String deployment,
        String url,
        int number,
        @Nullable Long outputBound) {}
