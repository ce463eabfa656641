package dev.tollgate.batch.job;

import dev.tollgate.contract.batch.v1.BatchView;
import dev.tollgate.contract.batch.v1.BatchView.Errors;
import dev.tollgate.contract.batch.v1.BatchView.RequestCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A batch's row.
///
/// @param metadata JSON, as are the errors
record Batch(
        String id,
        String accountId,
        String endpoint,
        String inputFileId,
        String completionWindow,
        long resultsKeptSeconds,
        String status,
        @Nullable String metadata,
        @Nullable String errors,
        @Nullable String outputFileId,
        @Nullable String errorFileId,
        RequestCounts counts,
        Times times,
        @Nullable String endsAs) {
    /// Unix seconds.
    record Times(
            long created,
            long expires,
            @Nullable Long inProgress,
            @Nullable Long finalizing,
            @Nullable Long completed,
            @Nullable Long failed,
            @Nullable Long expired,
            @Nullable Long cancelling,
            @Nullable Long cancelled) {}

    static Batch read(ResultSet row) throws SQLException {
        return new Batch(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("endpoint"),
                row.getString("input_file_id"),
                row.getString("completion_window"),
                row.getLong("results_kept_seconds"),
                row.getString("status"),
                row.getString("metadata"),
                row.getString("errors"),
                row.getString("output_file_id"),
                row.getString("error_file_id"),
                new RequestCounts(row.getInt("total"), row.getInt("completed"), row.getInt("failed")),
                times(row),
                row.getString("ends_as"));
    }

    private static Times times(ResultSet row) throws SQLException {
        return new Times(
                row.getObject("created_at", OffsetDateTime.class).toEpochSecond(),
                row.getObject("expires_at", OffsetDateTime.class).toEpochSecond(),
                seconds(row, "in_progress_at"),
                seconds(row, "finalizing_at"),
                seconds(row, "completed_at"),
                seconds(row, "failed_at"),
                seconds(row, "expired_at"),
                seconds(row, "cancelling_at"),
                seconds(row, "cancelled_at"));
    }

    private static @Nullable Long seconds(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : (Long) time.toEpochSecond();
    }

    BatchView view(Texts texts) {
        return new BatchView(
                id,
                "batch",
                endpoint,
                errors == null ? null : new Errors("list", texts.errors(errors)),
                inputFileId,
                completionWindow,
                status,
                outputFileId,
                errorFileId,
                times.created(),
                times.inProgress(),
                times.expires(),
                times.finalizing(),
                times.completed(),
                times.failed(),
                times.expired(),
                times.cancelling(),
                times.cancelled(),
                counts,
                metadata == null ? null : texts.metadata(metadata));
    }
}
