package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What requests come to. Amounts in nano-credits, as strings.
///
/// @param failed of the requests, those that the provider refused or broke off
/// @param outcomes of the requests, those that were not completed, by outcome; those of before outcomes were kept are
///     in `failed` alone
/// @param quantities class → what was delivered; classes of which nothing was are left out
/// @param duration of completed requests; null while there is none
/// @param firstByte of requests of which a first byte came; null while there is none
public record UsageFigures(
        long requests,
        long failed,
        Map<String, Long> outcomes,
        Map<String, Long> quantities,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
        @Nullable Latency duration,
        @JsonProperty("first_byte") @Nullable Latency firstByte) {
    public UsageFigures {
        outcomes = Map.copyOf(outcomes);
        quantities = Map.copyOf(quantities);
    }
}
