package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.error.ServiceError;

/// What reading a body ends in.
public sealed interface Reading {
    record Parsed(ModelRequest request) implements Reading {}

    record Rejected(ServiceError error) implements Reading {}
}
