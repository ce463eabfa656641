package dev.tollgate.edge.catalogue;

import org.jspecify.annotations.Nullable;

/// What asking for a model ends in.
public sealed interface RouteOutcome {
    record Routed(Route route) implements RouteOutcome {}

    /// No model has this name, or it has no price in force for the key's group: 404 `model_not_found`.
    record UnknownModel() implements RouteOutcome {}

    /// The key's group or its own list lacks the model: 403 `model_not_allowed`.
    record NotAllowed() implements RouteOutcome {}

    /// No deployment of the model has a credential, or none is in the catalogue: 503 `upstream_error`. Drained ones are
    /// not in it, so that they can't be told from none.
    ///
    /// @param hint what to set, or null when the catalogue has no deployment of the model
    record NotConfigured(@Nullable String hint) implements RouteOutcome {
        /// What the caller is told.
        public String message() {
            return hint == null
                    ? "no deployment of this model is in use: all are drained, or it has none"
                    : "no provider is configured for this model: set " + hint;
        }
    }
}
