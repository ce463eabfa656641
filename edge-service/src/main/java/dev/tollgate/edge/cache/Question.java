package dev.tollgate.edge.cache;

import io.vertx.core.buffer.Buffer;

/// What makes two requests the same. Never shared: the account is a part of it, so that no account learns from the
/// cache what another one asked or was answered.
///
/// @param operation in whose format it was asked, and is answered
/// @param model that the route resolved to: an alias may come to mean another
/// @param body digest (SHA-256) of the body, byte for byte as it came
public record Question(String accountId, String operation, String model, boolean stream, Buffer body) {
    @Override
    public String toString() {
        return "Question[" + operation + ", " + model + "]";
    }
}
