package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// Asks for slices of large limits: authority to admit `amount` without asking again, valid for at most 200 ms
/// (rules 15).
public record SliceAsks(String edgeId, List<SliceAsk> asks) {
    public SliceAsks {
        asks = List.copyOf(asks);
    }

    /// @param sliceId a UUID of the edge's: asking twice gives the same answer
    /// @param dimension RPM, TPM, RPD or CONCURRENCY (slots)
    /// @param amount how much is wanted, what those waiting need included
    /// @param waiting how much those who wait need at once: granted above the 200 ms, if there is room
    public record SliceAsk(
            String sliceId, Subject subject, Dimension dimension, long limit, long amount, long waiting) {}
}
