package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// @param graceSeconds how long the old secret goes on working beside the new one
public record RotateKey(@JsonProperty("grace_seconds") long graceSeconds) {}
