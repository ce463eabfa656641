package dev.tollgate.contract.auth.v1;

/// Whose token is this? Only its hash travels.
public record TokenQuestion(String tokenHash) {}
