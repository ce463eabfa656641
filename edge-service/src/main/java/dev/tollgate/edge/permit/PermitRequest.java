package dev.tollgate.edge.permit;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.routing.v1.Catalogue;

/// One request's wish to be admitted.
///
/// @param requestId the edge's own id
/// @param inputTokens what the input counts; above a TPM limit the request is refused for good
/// @param outputEstimate the smaller of the output's bound and what was learned
/// @param scope which limits it counts in
public record PermitRequest(
        String requestId,
        KeyContext key,
        Catalogue.Model model,
        Catalogue.Group group,
        long inputTokens,
        long outputEstimate,
        Scope scope) {
    /// Which limits a request counts in.
    public enum Scope {
        ALL,
        /// A session as such: it is a request and holds a slot, and has no tokens of its own.
        SESSION,
        /// What a session is charged for: a request with its tokens, under the session's slot.
        WITHIN_SESSION
    }

    /// One that counts in all limits.
    public PermitRequest(
            String requestId,
            KeyContext key,
            Catalogue.Model model,
            Catalogue.Group group,
            long inputTokens,
            long outputEstimate) {
        this(requestId, key, model, group, inputTokens, outputEstimate, Scope.ALL);
    }
}
