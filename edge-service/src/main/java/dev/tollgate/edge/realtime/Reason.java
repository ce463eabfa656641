package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import java.util.Locale;

/// Why a session ended: what it was to the answers under way, and the close code that the caller sees (RFC 6455).
enum Reason {
    /// The caller closed it, or is gone.
    CLIENT(Outcome.CANCELLED, 1000),
    /// The caller sent what is no event.
    UNREADABLE(Outcome.CANCELLED, 1003),
    TOO_LARGE(Outcome.CANCELLED, 1009),
    /// The provider closed it in order.
    PROVIDER(Outcome.UPSTREAM_FAILED, 1000),
    /// The provider broke off, or cannot be understood.
    PROVIDER_FAILED(Outcome.UPSTREAM_FAILED, 1011),
    CREDIT(Outcome.CREDIT_EXHAUSTED, 1008),
    REVOKED(Outcome.REVOKED, 1008),
    IDLE(Outcome.CANCELLED, 1000),
    EXPIRED(Outcome.CANCELLED, 1000),
    /// This edge shuts down.
    DRAINED(Outcome.CANCELLED, 1001),
    /// Something went wrong on our side.
    BROKEN(Outcome.CANCELLED, 1011);

    private final Outcome outcome;
    private final int closeCode;

    Reason(Outcome outcome, int closeCode) {
        this.outcome = outcome;
        this.closeCode = closeCode;
    }

    /// Of an answer that was under way.
    Outcome outcome() {
        return outcome;
    }

    int closeCode() {
        return closeCode;
    }

    /// In logs and metrics, and as the close frame's reason.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
