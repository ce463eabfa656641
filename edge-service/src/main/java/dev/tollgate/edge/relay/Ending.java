package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import org.jspecify.annotations.Nullable;

/// How the relay of a committed answer ended.
///
/// @param healthy the provider did its part: a client that left or credit that ran out is not its fault
/// @param status that the caller sees
public record Ending(
        Outcome outcome,
        @Nullable Quantities usage,
        long delivered,
        @Nullable Long firstByteMillis,
        boolean healthy,
        int status) {
    /// Of an answer that the caller gets.
    public Ending(
            Outcome outcome,
            @Nullable Quantities usage,
            long delivered,
            @Nullable Long firstByteMillis,
            boolean healthy) {
        this(outcome, usage, delivered, firstByteMillis, healthy, 200);
    }
}
