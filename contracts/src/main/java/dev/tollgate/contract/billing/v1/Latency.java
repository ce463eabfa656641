package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How long requests took, in milliseconds, each told within a tenth of what it was; what took longer than 572 seconds
/// is told as that.
///
/// @param requests of which it is known
public record Latency(
        long requests,
        @JsonProperty("p50_ms") long p50Millis,
        @JsonProperty("p95_ms") long p95Millis) {}
