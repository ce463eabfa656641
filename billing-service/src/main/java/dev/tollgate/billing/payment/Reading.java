package dev.tollgate.billing.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of reading a webhook call.
public sealed interface Reading {
    /// It is the provider's.
    ///
    /// @param objectId the provider's id of what it is about
    /// @param content what it says, without what differs from one delivery of it to the next
    record Told(String eventId, String type, @Nullable String objectId, String content, Instant createdAt, Fact fact)
            implements Reading {}

    /// It is not, or not as it was sent, or it was sent too long ago.
    ///
    /// @param reason a word for the trace: `no_signature`, `bad_signature`, `too_old`, `no_event`
    record Forged(String reason) implements Reading {}
}
