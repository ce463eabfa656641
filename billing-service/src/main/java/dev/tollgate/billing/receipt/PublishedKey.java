package dev.tollgate.billing.receipt;

import java.time.Instant;

/// A public key as it was first shown.
///
/// @param hex the 32 bytes of an Ed25519 public key
record PublishedKey(String id, String hex, Instant publishedAt) {}
