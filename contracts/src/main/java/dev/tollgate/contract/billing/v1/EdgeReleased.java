package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;

/// What the release of a lost edge gave back.
///
/// @param released nano-credits
/// @param interrupted requests under way that became usage records
public record EdgeReleased(
        long leases,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long released,
        long interrupted) {}
