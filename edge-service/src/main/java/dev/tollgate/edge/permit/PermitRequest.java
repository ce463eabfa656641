package dev.tollgate.edge.permit;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.routing.v1.Catalogue;

/// One request's wish to be admitted.
///
/// @param requestId the edge's own id
/// @param inputTokens what the input counts; above a TPM limit the request is refused for good
/// @param outputEstimate the smaller of the output's bound and what was learned
public record PermitRequest(
        String requestId,
        KeyContext key,
        Catalogue.Model model,
        Catalogue.Group group,
        long inputTokens,
        long outputEstimate) {}
