package dev.tollgate.contract.routing.v1;

/// A provider's credential under AES-256-GCM. The ciphertext names its key, so that two master keys can be valid at
/// once.
///
/// @param keyId which master key
/// @param sealed base64 of a 12-byte nonce followed by ciphertext and tag; the deployment's id is the associated
///     data
public record SealedCredential(String keyId, String sealed) {}
