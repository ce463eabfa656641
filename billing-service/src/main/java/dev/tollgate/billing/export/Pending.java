package dev.tollgate.billing.export;

import org.jspecify.annotations.Nullable;

/// A row of the outbox with the revision that it stands for.
///
/// @param seq its number
/// @param record columns of the record as JSON; null when it is gone or too large to be read
/// @param bytes how large that is; 0 when it is gone
record Pending(long seq, @Nullable String record, long bytes) {}
