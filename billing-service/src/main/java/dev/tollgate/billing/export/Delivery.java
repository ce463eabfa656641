package dev.tollgate.billing.export;

/// What became of one message.
sealed interface Delivery {
    /// The broker, and its replicas in sync, have it.
    record Acknowledged() implements Delivery {}

    /// It will never be taken as it is.
    record Refused(Reason reason, String detail) implements Delivery {}

    /// Not known to have arrived: it is sent again.
    record Unfinished(String why) implements Delivery {}

    /// Why a message is not taken.
    enum Reason {
        /// Larger than we send or the topic takes.
        TOO_LARGE("too_large"),
        /// By a rule of the broker's.
        REFUSED("refused"),
        /// The record was dropped.
        GONE("gone"),
        /// The record can't be made a message.
        UNREADABLE("unreadable");

        private final String column;

        Reason(String column) {
            this.column = column;
        }

        /// As it is stored.
        String column() {
            return column;
        }
    }
}
