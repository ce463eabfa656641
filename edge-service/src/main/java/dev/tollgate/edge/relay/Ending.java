package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import org.jspecify.annotations.Nullable;

/// How the relay of a committed answer ended.
///
/// @param healthy the provider did its part: a client that left or credit that ran out is not its fault
public record Ending(
        Outcome outcome,
        @Nullable Quantities usage,
        long delivered,
        @Nullable Long firstByteMillis,
        boolean healthy) {}
