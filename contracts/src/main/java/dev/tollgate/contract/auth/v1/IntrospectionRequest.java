package dev.tollgate.contract.auth.v1;

/// @param keyHash lower-case hex of the SHA-256 of the whole key, `sk-` included
public record IntrospectionRequest(String keyHash) {}
