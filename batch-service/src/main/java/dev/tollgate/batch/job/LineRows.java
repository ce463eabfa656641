package dev.tollgate.batch.job;

import dev.tollgate.batch.store.Database;
import dev.tollgate.batch.store.Statements;
import dev.tollgate.contract.routing.v1.SealedBytes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lines of batches that are under way: rows with leases, taken by any number of replicas.
@Singleton
class LineRows {
    private static final double MILLIS = 1_000.0;
    private static final String FREE =
            "((state = 'waiting' AND not_before <= now()) OR (state = 'running' AND held_until < now()))";
    /// Whose turn it is: the one that waited longest since it was served last.
    private static final String NEXT = """
            UPDATE batch SET served_at = clock_timestamp() WHERE id = (
                SELECT id FROM batch WHERE status = 'in_progress' AND waits_until <= now() AND expires_at > now()
                AND EXISTS (SELECT 1 FROM line WHERE batch_id = batch.id AND %s)
                ORDER BY served_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, endpoint, key_hash, address, input_file_id""".formatted(FREE);
    /// Chosen once: a sub-query of its own might be asked again for each row, and lock more each time.
    private static final String TAKE = """
            WITH chosen AS MATERIALIZED (
                SELECT number FROM line WHERE batch_id = ? AND %s ORDER BY number LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE line SET state = 'running', holder = ?, held_until = now() + make_interval(secs => ?)
            FROM chosen WHERE batch_id = ? AND line.number = chosen.number
            RETURNING line.number, at_byte, bytes, tries""".formatted(FREE);
    private static final String MINE = " WHERE batch_id = ? AND number = ? AND holder = ? AND state = 'running'";
    private static final String DONE = """
            UPDATE line SET state = 'done', holder = NULL, held_until = NULL, status = ?, request_id = ?, sealed = ?,
                sealed_by = ?, error_code = ?, error_text = ?""" + MINE;
    private static final String COUNT = "UPDATE batch SET completed = completed + ?, failed = failed + ? WHERE id = ?";
    private static final String LATER = """
            UPDATE line SET state = 'waiting', holder = NULL, held_until = NULL, tries = tries + ?,
                not_before = now() + make_interval(secs => ?)""" + MINE;
    private static final String PAUSE =
            "UPDATE batch SET waits_until = greatest(waits_until, now() + make_interval(secs => ?)) WHERE id = ?";
    private static final String RENEW = """
            UPDATE line SET held_until = now() + make_interval(secs => ?)
            FROM unnest(?::text[], ?::int[]) AS mine (batch, line)
            WHERE batch_id = mine.batch AND number = mine.line AND holder = ? AND state = 'running'""";
    private static final String GIVE_BACK =
            "UPDATE line SET state = 'waiting', holder = NULL, held_until = NULL WHERE holder = ? AND state = 'running'";
    private static final String OF_BATCH =
            "SELECT number, custom_id, state, status, request_id, answer, sealed, sealed_by, error_code, error_text"
                    + " FROM line WHERE batch_id = ? ORDER BY number";

    private final Database database;
    private final AnswerSeal seal;

    LineRows(Database database, AnswerSeal seal) {
        this.database = database;
        this.seal = seal;
    }

    /// Some lines of the batch whose turn it is; none when there is nothing to do now.
    List<TakenLine> take(UUID holder, Duration lease, int most) {
        return database.inTransaction(sql -> {
            Optional<String[]> batch = sql.first(LineRows::batch, NEXT);
            if (batch.isEmpty()) {
                return List.of();
            }
            String[] of = batch.get();
            return new ArrayList<>(sql.all(row -> line(of, row), TAKE, of[0], most, holder, seconds(lease), of[0]));
        });
    }

    private static String[] batch(ResultSet row) throws SQLException {
        return new String[] {
            row.getString("id"),
            row.getString("endpoint"),
            row.getString("key_hash"),
            row.getString("address"),
            row.getString("input_file_id")
        };
    }

    private static TakenLine line(String[] batch, ResultSet row) throws SQLException {
        return new TakenLine(
                batch[0],
                row.getInt("number"),
                batch[1],
                batch[2],
                batch[3],
                batch[4],
                row.getLong("at_byte"),
                row.getInt("bytes"),
                row.getInt("tries"));
    }

    void answered(TakenLine line, UUID holder, Verdict.Answered answered) {
        boolean well = answered.status() == 200;
        SealedBytes sealed = seal.seal(answered.answer(), line.batchId(), line.number());
        database.inTransaction(sql -> {
            int changed = sql.change(
                    DONE,
                    answered.status(),
                    answered.requestId(),
                    sealed.bytes(),
                    sealed.keyId(),
                    null,
                    null,
                    line.batchId(),
                    line.number(),
                    holder);
            return count(sql, line, changed, well);
        });
    }

    void lost(TakenLine line, UUID holder, Verdict.Lost lost) {
        database.inTransaction(sql -> {
            int changed = sql.change(
                    DONE,
                    null,
                    lost.requestId(),
                    null,
                    null,
                    lost.code(),
                    lost.message(),
                    line.batchId(),
                    line.number(),
                    holder);
            return count(sql, line, changed, false);
        });
    }

    /// A line that somebody else has meanwhile is theirs to count.
    private static int count(Statements sql, TakenLine line, int changed, boolean well) throws SQLException {
        return changed == 0 ? 0 : sql.change(COUNT, well ? 1 : 0, well ? 0 : 1, line.batchId());
    }

    void later(TakenLine line, UUID holder, Verdict.Later later) {
        database.inTransaction(sql -> {
            sql.change(LATER, later.counts() ? 1 : 0, seconds(later.pause()), line.batchId(), line.number(), holder);
            return later.batch() ? sql.change(PAUSE, seconds(later.pause()), line.batchId()) : 0;
        });
    }

    /// Those that are under way: what was taken and lost again is free when its lease ends.
    void renew(UUID holder, Duration lease, List<TakenLine> underWay) {
        String[] ofBatches = underWay.stream().map(TakenLine::batchId).toArray(String[]::new);
        Integer[] numbers = underWay.stream().map(TakenLine::number).toArray(Integer[]::new);
        database.run(sql -> sql.change(RENEW, seconds(lease), ofBatches, numbers, holder));
    }

    /// All that this replica has, as it ends.
    void giveBack(UUID holder) {
        database.run(sql -> sql.change(GIVE_BACK, holder));
    }

    /// What became of a line.
    ///
    /// @param status null when it has no answer
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them, and nobody changes it
    record Outcome(
            int number,
            String customId,
            boolean done,
            @Nullable Integer status,
            @Nullable String requestId,
            byte @Nullable [] answer,
            @Nullable String errorCode,
            @Nullable String errorText) {}

    /// Takes one outcome after another.
    interface Outcomes {
        void take(Outcome outcome) throws SQLException;
    }

    /// @throws IllegalStateException when an answer cannot be opened
    void each(String batchId, Outcomes outcomes) {
        database.allOrNothing(sql -> {
            sql.each(row -> outcomes.take(outcome(batchId, row)), OF_BATCH, batchId);
        });
    }

    private Outcome outcome(String batchId, ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return new Outcome(
                row.getInt("number"),
                row.getString("custom_id"),
                row.getString("state").equals("done"),
                status == 0 ? null : (Integer) status,
                row.getString("request_id"),
                answer(batchId, row),
                row.getString("error_code"),
                row.getString("error_text"));
    }

    /// Versions before this one wrote answers as they were.
    private byte @Nullable [] answer(String batchId, ResultSet row) throws SQLException {
        String keyId = row.getString("sealed_by");
        return keyId == null
                ? row.getBytes("answer")
                : seal.open(new SealedBytes(keyId, row.getBytes("sealed")), batchId, row.getInt("number"));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
