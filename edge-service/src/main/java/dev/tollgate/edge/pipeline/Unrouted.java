package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.endpoint.ModelRequest;

/// What the caller of a request is told that leads nowhere.
final class Unrouted {
    private Unrouted() {}

    /// @throws IllegalArgumentException when it is routed
    static ServiceError error(RouteOutcome outcome, String model) {
        return switch (outcome) {
            case RouteOutcome.UnknownModel() ->
                new ServiceError(ErrorCode.MODEL_NOT_FOUND, "The model '" + model + "' does not exist.", "model");
            case RouteOutcome.NotAllowed() ->
                new ServiceError(
                        ErrorCode.MODEL_NOT_ALLOWED,
                        "This key's group may not use the model '" + model + "'.",
                        "model");
            case RouteOutcome.NotConfigured notConfigured ->
                new ServiceError(ErrorCode.UPSTREAM_ERROR, notConfigured.message());
            case RouteOutcome.Routed routed -> throw new IllegalArgumentException("it is routed");
        };
    }

    static ServiceError notServed(ModelRequest asked) {
        return new ServiceError(
                ErrorCode.INVALID_VALUE,
                "The model '" + asked.model() + "' cannot be used for "
                        + asked.body().operation().label() + ".",
                "model");
    }
}
