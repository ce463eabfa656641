package dev.tollgate.edge.guard;

import dev.tollgate.edge.provider.spi.Operation;

/// What guardrails are told of a request, beside its words.
public record Facts(String requestId, String account, String key, String group, String model, Operation operation) {}
