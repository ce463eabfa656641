package dev.tollgate.edge.catalogue;

import org.jspecify.annotations.Nullable;

/// What asking for a model ends in.
public sealed interface RouteOutcome {
    record Routed(Route route) implements RouteOutcome {}

    /// No model has this name, or it has no price in force for the key's group: 404 `model_not_found`.
    record UnknownModel() implements RouteOutcome {}

    /// The key's group or its own list lacks the model: 403 `model_not_allowed`.
    record NotAllowed() implements RouteOutcome {}

    /// No deployment of the model has a credential: 503 `upstream_error`.
    ///
    /// @param hint what to set, or null when the model has no deployment at all
    record NotConfigured(@Nullable String hint) implements RouteOutcome {
        /// What the caller is told.
        public String message() {
            String text = "no provider is configured for this model";
            return hint == null ? text : text + ": set " + hint;
        }
    }
}
