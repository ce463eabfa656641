package dev.tollgate.contract.billing.v1;

import java.util.List;

/// Answer to a batch of frames: one result per frame, in order. The batch itself (`edgeId`, `epoch`, `frames`) is
/// only refused when billing cannot store anything; then the edge sends it again.
public record UsageAnswer(List<Result> results) {
    public UsageAnswer {
        results = List.copyOf(results);
    }

    /// Each of these lets the edge forget the frame.
    public enum Result {
        POSTED,
        /// Counted before.
        DUPLICATE,
        /// Kept raw for an operator (rules 14).
        QUARANTINED,
        /// An `open` or `progress`: billing knows of the request.
        NOTED
    }
}
