package dev.tollgate.edge.provider.spi;

/// Why an attempt came to nothing, as far as it decides what happens next. Messages for callers are made elsewhere:
/// only a caller's own fault is told in the provider's words.
public sealed interface Failure {
    /// The provider refuses what the caller sent: no other deployment would take it.
    ///
    /// @param contextLength it is longer than the model's context
    /// @param contentPolicy it is against the provider's policy of what may be asked for
    record CallersFault(String message, boolean contextLength, boolean contentPolicy) implements Failure {
        /// Against no policy.
        public CallersFault(String message, boolean contextLength) {
            this(message, contextLength, false);
        }
    }

    /// The dialect has no words for what is asked: another deployment's may have.
    ///
    /// @param param the caller's name of it
    record Unsupported(String param, String message) implements Failure {}

    /// A file that the caller pointed at could not be had: a provider that fetches itself may do better.
    ///
    /// @param param where the caller pointed at it
    record Unfetched(String param, String message) implements Failure {}

    /// The provider refuses *us* (key, balance, permission, unknown model): somebody must look.
    record Rejected(int status) implements Failure {}

    /// @param retryAfterMillis what the provider asked for, or 0 when it said nothing
    record RateLimited(long retryAfterMillis) implements Failure {}

    /// A 5xx, a connection refused, reset or lost.
    record Broken(String what) implements Failure {}

    /// An answer that cannot be understood.
    record Unreadable() implements Failure {}

    /// No connection, first byte or answer in time.
    record TimedOut() implements Failure {}

    /// Whether the provider was asked at all: else it says nothing about its health.
    default boolean wasAsked() {
        return !(this instanceof Unsupported || this instanceof Unfetched);
    }

    /// One word for attempts' records and metrics.
    default String label() {
        return switch (this) {
            case CallersFault fault ->
                fault.contextLength() ? "context_window" : fault.contentPolicy() ? "content_policy" : "callers_fault";
            case Unsupported unsupported -> "unsupported";
            case Unfetched unfetched -> "unfetched";
            case Rejected(int status) -> Integer.toString(status);
            case RateLimited limited -> "429";
            case Broken(String what) -> what;
            case Unreadable unreadable -> "unreadable";
            case TimedOut timedOut -> "timeout";
        };
    }
}
