package dev.tollgate.contract.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The JSON of every error: `{"error":{"message","type","param","code"}}`.
public record ErrorEnvelope(Body error) {
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Body(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
