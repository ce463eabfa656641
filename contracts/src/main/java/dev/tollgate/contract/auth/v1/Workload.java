package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What runs in a cluster and calls by the token of its ServiceAccount.
///
/// @param issuer of the token: tells clusters apart
public record Workload(
        String issuer,
        String namespace,
        @JsonProperty("service_account") String serviceAccount) {}
