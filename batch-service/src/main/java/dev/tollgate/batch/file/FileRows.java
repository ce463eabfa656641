package dev.tollgate.batch.file;

import dev.tollgate.batch.store.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files' rows. A file is `storing` before its first byte is in the store, and `deleting` until its last is gone: what
/// a process leaves behind is found.
@Singleton
class FileRows {
    private static final String COLUMNS = "id, account_id, purpose, filename, bytes, created_at, expires_at";
    private static final String SEEN = "state = 'stored' AND (expires_at IS NULL OR expires_at > now())";
    /// One account's uploads one after another: two at once would both find room for one.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
    private static final String USED =
            "SELECT coalesce(sum(bytes), 0) AS used FROM file WHERE account_id = ? AND state <> 'deleting' AND id <> ?";
    private static final String ADD = """
            INSERT INTO file (id, account_id, purpose, filename, bytes, state, expires_at)
            VALUES (?, ?, ?, ?, ?, 'storing', now() + make_interval(secs => ?))
            ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes, state = 'storing', expires_at = excluded.expires_at""";
    private static final String STORED =
            "UPDATE file SET state = 'stored' WHERE id = ? AND state = 'storing' RETURNING " + COLUMNS;
    private static final String FIND = "SELECT " + COLUMNS + " FROM file WHERE id = ? AND account_id = ? AND " + SEEN;
    private static final String PAGE = "SELECT " + COLUMNS + " FROM file WHERE account_id = ? AND " + SEEN
            + " AND (?::text IS NULL OR purpose = ?) AND (?::text IS NULL OR id %s ?) ORDER BY id %s LIMIT ?";
    private static final String IN_USE = "SELECT 1 AS one FROM batch WHERE input_file_id = ?"
            + " AND status IN ('validating', 'in_progress', 'cancelling') FOR SHARE";
    private static final String MARK = "UPDATE file SET state = 'deleting' WHERE id = ? AND account_id = ? AND " + SEEN;
    private static final String REMOVE = "DELETE FROM file WHERE id = ? AND state = 'deleting'";
    /// Those of a batch under way wait for its end.
    private static final String EXPIRE = """
            UPDATE file SET state = 'deleting' WHERE state = 'stored' AND expires_at <= now()
            AND NOT EXISTS (SELECT 1 FROM batch WHERE input_file_id = file.id
                AND status IN ('validating', 'in_progress', 'cancelling'))""";
    private static final String LEFT = "UPDATE file SET state = 'deleting'"
            + " WHERE state = 'storing' AND created_at < now() - make_interval(secs => ?)";
    private static final String TO_DELETE = "SELECT id FROM file WHERE state = 'deleting' ORDER BY created_at LIMIT ?";

    private final Database database;

    FileRows(Database database) {
        this.database = database;
    }

    /// @return whether the account has room for it
    boolean begin(StoredFile file, long keptSeconds, long accountMax) {
        return database.inTransaction(sql -> {
            sql.first(row -> 1, LOCK, file.accountId());
            long used = sql.first(row -> row.getLong("used"), USED, file.accountId(), file.id())
                    .orElse(0L);
            if (used + file.bytes() > accountMax) {
                return false;
            }
            sql.change(ADD, file.id(), file.accountId(), file.purpose(), file.filename(), file.bytes(), (double)
                    keptSeconds);
            return true;
        });
    }

    Optional<StoredFile> stored(String id) {
        return database.run(sql -> sql.first(StoredFile::read, STORED, id));
    }

    Optional<StoredFile> find(String accountId, String id) {
        return database.run(sql -> sql.first(StoredFile::read, FIND, id, accountId));
    }

    List<StoredFile> page(
            String accountId, @Nullable String purpose, @Nullable String after, boolean ascending, int limit) {
        String page = PAGE.formatted(ascending ? ">" : "<", ascending ? "ASC" : "DESC");
        return database.run(sql -> sql.all(StoredFile::read, page, accountId, purpose, purpose, after, after, limit));
    }

    /// What came of a wish to delete a file.
    enum Marked {
        MARKED,
        IN_USE,
        UNKNOWN
    }

    Marked mark(String accountId, String id) {
        return database.inTransaction(sql -> {
            sql.first(row -> 1, LOCK, id);
            if (sql.first(StoredFile::read, FIND, id, accountId).isEmpty()) {
                return Marked.UNKNOWN;
            }
            if (sql.first(row -> 1, IN_USE, id).isPresent()) {
                return Marked.IN_USE;
            }
            return sql.change(MARK, id, accountId) > 0 ? Marked.MARKED : Marked.UNKNOWN;
        });
    }

    /// @return how many nobody sees any more from now on
    int expire(long storingSeconds) {
        return database.run(sql -> sql.change(EXPIRE) + sql.change(LEFT, (double) storingSeconds));
    }

    List<String> toDelete(int limit) {
        return database.run(sql -> sql.all(row -> row.getString("id"), TO_DELETE, limit));
    }

    void remove(String id) {
        database.run(sql -> sql.change(REMOVE, id));
    }
}
