package dev.tollgate.contract.routing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What the management API tells of the catalogue.
///
/// @param problems why the file on disk is not in force, each with line and field; empty when it is
public record CatalogueStatus(
        String version,
        @JsonProperty("file_hash") String fileHash,
        @JsonProperty("loaded_at") long loadedAt,
        int models,
        int deployments,
        int groups,
        List<Problem> problems) {
    public record Problem(int line, String field, String message) {}
}
