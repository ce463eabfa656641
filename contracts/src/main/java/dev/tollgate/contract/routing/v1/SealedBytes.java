package dev.tollgate.contract.routing.v1;

/// Bytes under AES-256-GCM, as [SealedCredential] is of text.
///
/// @param keyId which master key
/// @param bytes a 12-byte nonce followed by ciphertext and tag; the owner is the associated data
@SuppressWarnings("ArrayRecordComponent") // nobody compares them, and nobody changes it
public record SealedBytes(String keyId, byte[] bytes) {}
