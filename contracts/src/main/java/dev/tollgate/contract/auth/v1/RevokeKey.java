package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// @param endStreams also end the key's running streams; otherwise only new requests are refused (rules 12)
public record RevokeKey(@JsonProperty("end_streams") boolean endStreams) {}
