package dev.tollgate.operator.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/// How long is waited for a provider: durations such as `500ms`, `60s`, `5m`.
///
/// @param connect until a connection stands
/// @param firstByte until an answer begins
/// @param plain until an answer that is no stream is whole
/// @param idle between two pieces of a stream
/// @param retryDeadline after which no other deployment is tried
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeouts(
        @Pattern(Forms.DURATION) @Nullable String connect,
        @Pattern(Forms.DURATION) @Nullable String firstByte,
        @Pattern(Forms.DURATION) @Nullable String plain,
        @Pattern(Forms.DURATION) @Nullable String idle,
        @Pattern(Forms.DURATION) @Nullable String retryDeadline) {}
