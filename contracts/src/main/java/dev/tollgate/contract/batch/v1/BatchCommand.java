package dev.tollgate.contract.batch.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for a batch. What is missing or wrong is told as a 400 that names the field.
///
/// @param inputFileId of a file of purpose `batch`
/// @param endpoint that all its lines ask for: `/v1/chat/completions`
/// @param completionWindow `24h`
/// @param metadata at most 16 pairs, kept and told
/// @param outputExpiresAfter when the files of results expire; null for the configured time
public record BatchCommand(
        @JsonProperty("input_file_id") @Nullable String inputFileId,
        @Nullable String endpoint,
        @JsonProperty("completion_window") @Nullable String completionWindow,
        @Nullable Map<String, String> metadata,
        @JsonProperty("output_expires_after") @Nullable ExpiresAfter outputExpiresAfter) {
    /// @param anchor `created_at`
    /// @param seconds from an hour to 30 days
    public record ExpiresAfter(
            @Nullable String anchor, @Nullable Long seconds) {}
}
