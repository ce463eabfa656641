package dev.tollgate.operator.key;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is to be done next for an ApiKey.
sealed interface KeyStep {
    /// @param idempotencyKey of two that would mint at once only one does
    record Mint(ObjectNode command, String idempotencyKey) implements KeyStep {}

    /// @param graceSeconds for how long the key of before still works
    record Rotate(String keyId, long graceSeconds) implements KeyStep {}

    record Change(String keyId, ObjectNode changes) implements KeyStep {}

    record Revoke(String keyId) implements KeyStep {}

    /// Nothing: all is as it should be.
    record Rest(SeenKey current) implements KeyStep {}

    /// Somebody has revoked it, and that is final.
    record Ended(String keyId) implements KeyStep {}
}
