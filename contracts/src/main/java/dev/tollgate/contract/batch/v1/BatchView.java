package dev.tollgate.contract.batch.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A batch, as it stands. Times are Unix seconds, null until they come.
///
/// @param object `batch`
/// @param errors why its file was not taken; null for none
/// @param status `validating`, `failed`, `in_progress`, `finalizing`, `completed`, `expired`, `cancelling` or
///     `cancelled`
/// @param outputFileId answers of status 200, once it has ended; null when there are none
/// @param errorFileId everything else, once it has ended; null when there is nothing
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BatchView(
        String id,
        String object,
        String endpoint,
        @Nullable Errors errors,
        @JsonProperty("input_file_id") String inputFileId,
        @JsonProperty("completion_window") String completionWindow,
        String status,
        @JsonProperty("output_file_id") @Nullable String outputFileId,
        @JsonProperty("error_file_id") @Nullable String errorFileId,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("in_progress_at") @Nullable Long inProgressAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("finalizing_at") @Nullable Long finalizingAt,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @JsonProperty("failed_at") @Nullable Long failedAt,
        @JsonProperty("expired_at") @Nullable Long expiredAt,
        @JsonProperty("cancelling_at") @Nullable Long cancellingAt,
        @JsonProperty("cancelled_at") @Nullable Long cancelledAt,
        @JsonProperty("request_counts") RequestCounts requestCounts,
        @Nullable Map<String, String> metadata) {
    /// @param object `list`
    public record Errors(String object, List<LineError> data) {
        public Errors {
            data = List.copyOf(data);
        }
    }

    /// What is wrong with the input file.
    ///
    /// @param line from 1; null when it is the whole file
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record LineError(
            String code,
            String message,
            @Nullable String param,
            @Nullable Integer line) {}

    /// @param failed those without an answer of status 200
    public record RequestCounts(long total, long completed, long failed) {}
}
