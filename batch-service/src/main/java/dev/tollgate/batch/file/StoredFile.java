package dev.tollgate.batch.file;

import dev.tollgate.contract.batch.v1.FileView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A file's row.
public record StoredFile(
        String id,
        String accountId,
        String purpose,
        String filename,
        long bytes,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    static StoredFile read(ResultSet row) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new StoredFile(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("purpose"),
                row.getString("filename"),
                row.getLong("bytes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                expires == null ? null : expires.toInstant());
    }

    FileView view() {
        return new FileView(
                id,
                "file",
                bytes,
                createdAt.getEpochSecond(),
                expiresAt == null ? null : (Long) expiresAt.getEpochSecond(),
                filename,
                purpose,
                "processed");
    }
}
