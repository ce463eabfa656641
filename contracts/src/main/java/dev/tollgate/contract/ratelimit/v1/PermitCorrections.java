package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// What edges tell after requests have ended, in batches. Each correction counts once per request id.
public record PermitCorrections(String edgeId, List<Correction> corrections) {
    public PermitCorrections {
        corrections = List.copyOf(corrections);
    }

    /// @param chargedTokens what was charged at admission
    /// @param actualTokens what was incurred: a refund goes to the bucket that was charged, an excess to the
    ///     present one
    /// @param subjects whose TPM windows were charged
    /// @param release whose concurrency permit ends
    public record Correction(
            String requestId, long chargedTokens, long actualTokens, List<Subject> subjects, List<Subject> release) {}
}
