package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.UsageFrame;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A frame, as far as billing understands it.
sealed interface ReadFrame {
    /// @param unknown fields of a newer edge, as JSON, or null
    record Opened(
            UUID requestId, UsageFrame.Open frame, @Nullable String unknown) implements ReadFrame {}

    /// @param delivered output tokens so far
    record Progressed(UUID requestId, long delivered) implements ReadFrame {}

    record Finished(Usage usage) implements ReadFrame {}

    /// Kept raw (rules 14).
    record Unreadable(Unfit reason, String detail) implements ReadFrame {}

    /// The end of a request.
    ///
    /// @param content SHA-256 of all that is known of the frame
    /// @param unknown fields of a newer edge, as JSON, or null
    record Usage(
            UUID requestId,
            UsageFrame.Done done,
            String content,
            @Nullable String unknown) {}
}
