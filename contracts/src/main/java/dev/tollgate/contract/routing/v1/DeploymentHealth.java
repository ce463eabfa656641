package dev.tollgate.contract.routing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The health of a deployment over all edges, as operators see it. Times in Unix seconds, counts of the last minute.
///
/// @param state `well`; `cooling`: its provider asked to be left alone; `open`: closed to every edge, as enough hold
///     their breaker open; `open_at_some`: some do, too few; `unknown`: no edge has used it lately
/// @param since the first edge's present state of that kind; null when it is unknown
/// @param why what failed last, in one word, where it is not well
/// @param coolingUntil null when it is not cooling
/// @param errorRate failed attempts of all, from 0 to 1; null without attempts
/// @param firstByteMillis from an attempt's start to its answer's head, over all edges; null when none came lately
/// @param edges what each edge sees
/// @param canary how far it has come; null when it is none, or has not begun
public record DeploymentHealth(
        String id,
        String object,
        String state,
        @Nullable Long since,
        @Nullable String why,
        @JsonProperty("cooling_until") @Nullable Long coolingUntil,
        long attempts,
        long failures,
        @JsonProperty("error_rate") @Nullable Double errorRate,
        @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis,
        List<AtEdge> edges,
        @Nullable Canary canary) {
    public static final String OBJECT = "deployment_health";

    public DeploymentHealth {
        edges = edges == null ? List.of() : List.copyOf(edges);
    }

    /// @param state `well`, `cooling` or `open`
    public record AtEdge(
            String edge,
            String state,
            long since,
            @Nullable String why,
            @JsonProperty("cooling_until") @Nullable Long coolingUntil,
            @JsonProperty("proven_at") @Nullable Long provenAt,
            long attempts,
            long failures,
            @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis) {}

    public DeploymentHealth with(@Nullable Canary other) {
        return new DeploymentHealth(
                id,
                object,
                state,
                since,
                why,
                coolingUntil,
                attempts,
                failures,
                errorRate,
                firstByteMillis,
                edges,
                other);
    }

    /// @param phase `ramping`, `done` or `rolled_back`
    /// @param step from 1
    /// @param share percent of the model's requests
    /// @param begunAt when the step, or the end, began
    /// @param attempts of this step, as the other counts
    /// @param why it was rolled back; null when it was not
    public record Canary(
            String phase,
            int step,
            int share,
            @JsonProperty("begun_at") long begunAt,
            long attempts,
            long failures,
            @JsonProperty("other_attempts") long otherAttempts,
            @JsonProperty("other_failures") long otherFailures,
            @Nullable String why) {}
}
