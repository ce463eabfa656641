package dev.tollgate.batch.job;

import dev.tollgate.batch.job.InputReader.InputLine;
import dev.tollgate.batch.store.Database;
import dev.tollgate.contract.batch.v1.BatchView.LineError;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Batches' rows, and who works on which.
@Singleton
class BatchRows {
    private static final String UNDER_WAY = "('validating', 'in_progress', 'finalizing', 'cancelling')";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
    private static final String COUNT =
            "SELECT count(*) AS found FROM batch WHERE account_id = ? AND status IN " + UNDER_WAY;
    private static final String INPUT = "SELECT 1 AS one FROM file WHERE id = ? AND account_id = ?"
            + " AND state = 'stored' AND purpose = 'batch' AND (expires_at IS NULL OR expires_at > now())";
    private static final String ADD = """
            INSERT INTO batch (id, account_id, key_id, key_hash, address, endpoint, input_file_id, completion_window,
                metadata, results_kept_seconds, status, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'validating', now() + make_interval(secs => ?)) RETURNING *""";
    private static final String FIND = "SELECT * FROM batch WHERE id = ? AND account_id = ?";
    private static final String PAGE =
            "SELECT * FROM batch WHERE account_id = ? AND (?::text IS NULL OR id < ?) ORDER BY id DESC LIMIT ?";
    private static final String CANCEL = """
            UPDATE batch SET status = 'cancelling', cancelling_at = now()
            WHERE id = ? AND account_id = ? AND status IN ('validating', 'in_progress')""";
    private static final String HOLD = """
            UPDATE batch SET holder = ?, held_until = now() + make_interval(secs => ?) WHERE id = (
                SELECT id FROM batch WHERE status = ? AND (held_until IS NULL OR held_until < now())
                ORDER BY served_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *""";
    private static final String REFUSE = """
            UPDATE batch SET status = 'failed', failed_at = now(), errors = ?, holder = NULL, held_until = NULL
            WHERE id = ? AND holder = ? AND status = 'validating'""";
    private static final String BEGIN = """
            UPDATE batch SET status = 'in_progress', in_progress_at = now(), total = ?, holder = NULL, held_until = NULL
            WHERE id = ? AND holder = ? AND status = 'validating'""";
    private static final String ADD_LINE =
            "INSERT INTO line (batch_id, number, custom_id, at_byte, bytes) VALUES (?, ?, ?, ?, ?)";
    /// What has none left to ask ends; so does what has no time left, and what is cancelled once nothing runs.
    private static final String FINISH = """
            UPDATE batch SET status = 'finalizing', finalizing_at = now(), holder = NULL, held_until = NULL, ends_as =
                CASE WHEN status = 'cancelling' THEN 'cancelled'
                     WHEN status = 'in_progress' AND completed + failed >= total THEN 'completed'
                     ELSE 'expired' END
            WHERE (status = 'in_progress' AND completed + failed >= total)
               OR (status IN ('validating', 'in_progress') AND expires_at <= now())
               OR (status = 'cancelling' AND NOT EXISTS (
                    SELECT 1 FROM line WHERE batch_id = batch.id AND state = 'running' AND held_until > now()))""";
    private static final String RENEW =
            "UPDATE batch SET held_until = now() + make_interval(secs => ?) WHERE id = ? AND holder = ?"
                    + " AND status IN ('validating', 'finalizing')";
    private static final String END = """
            UPDATE batch SET status = ends_as, output_file_id = ?, error_file_id = ?, failed = total - completed,
                completed_at = CASE ends_as WHEN 'completed' THEN now() END,
                expired_at = CASE ends_as WHEN 'expired' THEN now() END,
                cancelled_at = CASE ends_as WHEN 'cancelled' THEN now() END, holder = NULL, held_until = NULL
            WHERE id = ? AND holder = ? AND status = 'finalizing'""";
    private static final String DROP_LINES = "DELETE FROM line WHERE batch_id = ?";

    private final Database database;

    BatchRows(Database database) {
        this.database = database;
    }

    /// What is asked for.
    ///
    /// @param keyHash of the key that asks, and for which lines will be asked
    record Wanted(
            String id,
            String accountId,
            String keyId,
            String keyHash,
            String address,
            String endpoint,
            String inputFileId,
            String completionWindow,
            @Nullable String metadata,
            long resultsKeptSeconds,
            long windowSeconds) {}

    /// What came of it.
    sealed interface Added {
        record Made(Batch batch) implements Added {}

        record NoInput() implements Added {}

        record TooMany() implements Added {}
    }

    Added add(Wanted wanted, int accountMax) {
        return database.inTransaction(sql -> {
            sql.first(row -> 1, LOCK, wanted.accountId());
            // Not while it is being deleted.
            sql.first(row -> 1, LOCK, wanted.inputFileId());
            if (sql.first(row -> 1, INPUT, wanted.inputFileId(), wanted.accountId())
                    .isEmpty()) {
                return new Added.NoInput();
            }
            long found = sql.first(row -> row.getLong("found"), COUNT, wanted.accountId())
                    .orElse(0L);
            if (found >= accountMax) {
                return new Added.TooMany();
            }
            return new Added.Made(sql.first(
                            Batch::read,
                            ADD,
                            wanted.id(),
                            wanted.accountId(),
                            wanted.keyId(),
                            wanted.keyHash(),
                            wanted.address(),
                            wanted.endpoint(),
                            wanted.inputFileId(),
                            wanted.completionWindow(),
                            wanted.metadata(),
                            wanted.resultsKeptSeconds(),
                            (double) wanted.windowSeconds())
                    .orElseThrow());
        });
    }

    Optional<Batch> find(String accountId, String id) {
        return database.run(sql -> sql.first(Batch::read, FIND, id, accountId));
    }

    List<Batch> page(String accountId, @Nullable String after, int limit) {
        return database.run(sql -> sql.all(Batch::read, PAGE, accountId, after, after, limit));
    }

    /// @return whether there was something to cancel
    boolean cancel(String accountId, String id) {
        return database.run(sql -> sql.change(CANCEL, id, accountId) > 0);
    }

    /// Takes one of this status that nobody works on.
    Optional<Batch> hold(String status, UUID holder, long leaseSeconds) {
        return database.run(sql -> sql.first(Batch::read, HOLD, holder, (double) leaseSeconds, status));
    }

    void renew(String id, UUID holder, long leaseSeconds) {
        database.run(sql -> sql.change(RENEW, (double) leaseSeconds, id, holder));
    }

    void refuse(String id, UUID holder, String errors) {
        database.run(sql -> sql.change(REFUSE, errors, id, holder));
    }

    /// All lines or none, if it is still the holder's.
    void begin(String id, UUID holder, List<InputLine> lines) {
        database.allOrNothing(sql -> {
            if (sql.change(BEGIN, lines.size(), id, holder) > 0) {
                List<@Nullable Object[]> rows = lines.stream()
                        .map(line ->
                                new @Nullable Object[] {id, line.number(), line.customId(), line.at(), line.bytes()})
                        .toList();
                sql.many(ADD_LINE, rows);
            }
        });
    }

    /// @return how many come to their end
    int finish() {
        return database.run(sql -> sql.change(FINISH));
    }

    /// The end: what is not in the files of results now is gone.
    void end(String id, UUID holder, @Nullable String outputFileId, @Nullable String errorFileId) {
        database.allOrNothing(sql -> {
            if (sql.change(END, outputFileId, errorFileId, id, holder) > 0) {
                sql.change(DROP_LINES, id);
            }
        });
    }

    static List<LineError> unreadable() {
        return List.of(new LineError("unreadable_file", "The input file cannot be read any more.", null, null));
    }
}
