package dev.tollgate.contract.batch.v1;

/// Told once the file is gone for its owner.
///
/// @param object `file`
public record FileDeleted(String id, String object, boolean deleted) {}
