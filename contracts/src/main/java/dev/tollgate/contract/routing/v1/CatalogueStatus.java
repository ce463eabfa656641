package dev.tollgate.contract.routing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the management API tells of the catalogue.
///
/// @param problems why the file on disk is not in force, each with line and field; empty when it is
/// @param conflicts managed objects that have no effect, each with why
public record CatalogueStatus(
        String version,
        @JsonProperty("file_hash") String fileHash,
        @JsonProperty("loaded_at") long loadedAt,
        int models,
        int deployments,
        int groups,
        List<Problem> problems,
        List<Conflict> conflicts) {
    public CatalogueStatus {
        problems = List.copyOf(problems);
        conflicts = orNone(conflicts);
    }

    public record Problem(int line, String field, String message) {}

    /// @param kind `provider`, `model`, `deployment` or `group`
    /// @param field of the object, or empty
    public record Conflict(String kind, String id, String field, String message) {}

    /// Routing of the release before tells none.
    private static List<Conflict> orNone(@Nullable List<Conflict> told) {
        return told == null ? List.of() : List.copyOf(told);
    }
}
