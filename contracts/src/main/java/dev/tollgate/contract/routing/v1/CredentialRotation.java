package dev.tollgate.contract.routing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Credentials sealed anew under the newest master key.
///
/// @param keyId the newest master key's id
public record CredentialRotation(@JsonProperty("key_id") String keyId, int resealed, int unchanged) {}
