package dev.tollgate.operator.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// Limits of one subject; what is left out is not limited.
///
/// @param rpm requests in any 60 s
/// @param tpm tokens in any 60 s
/// @param rpd requests in any UTC day
/// @param concurrency requests under way at once
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Limits(
        @Min(1) @Max(MOST) @Nullable Long rpm,
        @Min(1) @Max(MOST) @Nullable Long tpm,
        @Min(1) @Max(MOST) @Nullable Long rpd,
        @Min(1) @Max(MOST) @Nullable Long concurrency) {
    private static final long MOST = 1_000_000_000_000L;
}
