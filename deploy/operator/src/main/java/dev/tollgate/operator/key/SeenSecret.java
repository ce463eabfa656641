package dev.tollgate.operator.key;

/// The Secret of a key.
///
/// @param keyId whose secret is in it; empty when that cannot be said
/// @param round of rotation that it was written in
record SeenSecret(String keyId, long round) {}
