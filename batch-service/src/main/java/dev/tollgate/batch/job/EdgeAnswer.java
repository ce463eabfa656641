package dev.tollgate.batch.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the edge said of one line.
///
/// @param retryAfter whole seconds, if it said so
/// @param useless it said that asking again is of no use
/// @param body null when it is larger than an answer may be
/// @param code of an error's envelope; empty for none
@SuppressWarnings("ArrayRecordComponent") // nobody compares them, and nobody changes it
record EdgeAnswer(
        int status,
        @Nullable String requestId,
        Optional<Long> retryAfter,
        boolean useless,
        byte @Nullable [] body,
        String code) {}
