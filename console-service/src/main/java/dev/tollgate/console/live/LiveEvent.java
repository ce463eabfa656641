package dev.tollgate.console.live;

import dev.tollgate.contract.billing.v1.UsageTail;

/// What a listener hears.
sealed interface LiveEvent {
    record Usage(UsageTail.Posted posted) implements LiveEvent {
        /// Sent back as `Last-Event-ID`, it says where to go on.
        String id() {
            return posted.postedAt() + "." + posted.record().id();
        }
    }

    /// More came than is told.
    record Skipped() implements LiveEvent {}

    record Heartbeat() implements LiveEvent {}

    /// The last event.
    ///
    /// @param reason `revoked`, `time` or `shutdown`
    record End(String reason) implements LiveEvent {}
}
