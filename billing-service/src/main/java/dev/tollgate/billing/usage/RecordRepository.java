package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.usage.RecordColumns.Stored;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Usage records: written by sets, one statement for a batch of any size.
@ApplicationScoped
class RecordRepository {
    private static final String INSERT =
            """
            INSERT INTO usage_record (%s)
            SELECT %s FROM %s ORDER BY r.request_id
            ON CONFLICT (day, request_id) DO NOTHING
            RETURNING request_id
            """.formatted(RecordColumns.names(), RecordColumns.values(), RecordColumns.rows());

    private static final String KNOWN = """
            SELECT u.request_id, u.revision, u.account_id, u.key_id, u.charge, u.uncollected, u.outcome, u.content,
              u.made_here, u.periods
            FROM usage_record u
            JOIN unnest($1::date[], $2::uuid[]) AS w (day, request_id) ON u.day = w.day AND u.request_id = w.request_id
            """;

    private static final String SUPERSEDE = """
            INSERT INTO usage_superseded (day, request_id, revision, record, superseded_at)
            SELECT u.day, u.request_id, u.revision, to_jsonb(u), $3
            FROM usage_record u
            JOIN unnest($1::date[], $2::uuid[]) AS w (day, request_id) ON u.day = w.day AND u.request_id = w.request_id
            """;

    private static final String CORRECT = """
            UPDATE usage_record u SET %s
            FROM %s
            WHERE u.day = r.day AND u.request_id = r.request_id
            """.formatted(RecordColumns.assignments(), RecordColumns.rows());

    private static final String MARK = """
            UPDATE usage_record u SET uncollected = r.uncollected, late = r.late
            FROM unnest($1::date[], $2::uuid[], $3::bigint[], $4::boolean[]) AS r (day, request_id, uncollected, late)
            WHERE u.day = r.day AND u.request_id = r.request_id
            """;

    /// Stores new records, and tells which of them were new: only those may be charged (rules 9).
    Uni<Set<UUID>> insert(SqlConnection tx, List<RecordRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        Tuple columns = RecordColumns.of(
                rows.stream().map(row -> new Stored(row, 1, 0, false)).toList());
        return tx.preparedQuery(INSERT).execute(columns).map(found -> {
            Set<UUID> inserted = new HashSet<>();
            found.forEach(row -> inserted.add(row.getUUID(0)));
            return inserted;
        });
    }

    /// What is stored already of these requests.
    Uni<Map<UUID, Known>> known(SqlConnection tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.preparedQuery(KNOWN).execute(keys(List.copyOf(ids))).map(rows -> {
            Map<UUID, Known> known = new HashMap<>();
            for (Row row : rows) {
                known.put(row.getUUID("request_id"), known(row));
            }
            return known;
        });
    }

    /// Keeps the present revisions and replaces them by the next ones.
    Uni<Void> correct(SqlConnection tx, List<UUID> ids, List<Stored> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple keys = keys(ids).addValue(now.atOffset(ZoneOffset.UTC));
        return tx.preparedQuery(SUPERSEDE)
                .execute(keys)
                .chain(() -> tx.preparedQuery(CORRECT).execute(RecordColumns.of(rows)))
                .replaceWithVoid();
    }

    /// Notes what could not be collected and what came late: few records of few batches.
    Uni<Void> mark(SqlConnection tx, List<Mark> marks) {
        if (marks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple arguments = keys(marks.stream().map(Mark::requestId).toList())
                .addValue(marks.stream().map(Mark::uncollected).toArray(Long[]::new))
                .addValue(marks.stream().map(Mark::late).toArray(Boolean[]::new));
        return tx.preparedQuery(MARK).execute(arguments).replaceWithVoid();
    }

    private static Tuple keys(List<UUID> ids) {
        return Tuple.tuple()
                .addValue(ids.stream().map(RequestId::day).toArray(LocalDate[]::new))
                .addValue(ids.toArray(UUID[]::new));
    }

    private static Known known(Row row) {
        return new Known(
                row.getInteger("revision"),
                row.getString("account_id"),
                row.getString("key_id"),
                row.getLong("charge"),
                row.getLong("uncollected"),
                UsageFrame.Outcome.valueOf(row.getString("outcome")),
                row.getString("content"),
                row.getBoolean("made_here"),
                periods(row.getJsonObject("periods")));
    }

    private static List<PeriodKey> periods(JsonObject starts) {
        return starts.stream()
                .map(start -> new PeriodKey(start.getKey(), Instant.parse(String.valueOf(start.getValue()))))
                .toList();
    }

    /// A record as it is stored.
    record Known(
            int revision,
            String accountId,
            String keyId,
            long charge,
            long uncollected,
            UsageFrame.Outcome outcome,
            String content,
            boolean madeHere,
            List<PeriodKey> periods) {
        Known {
            periods = List.copyOf(periods);
        }

        /// What another frame of the same request means (rules 3 and 9).
        Repeat repeatedBy(ReadFrame.Usage usage) {
            boolean interruptedAgain = usage.done().outcome() == UsageFrame.Outcome.INTERRUPTED;
            if (content.equals(usage.content())) {
                return Repeat.SAME;
            }
            if (!accountId.equals(usage.done().subject().accountId())
                    || !keyId.equals(usage.done().subject().keyId())) {
                return Repeat.CONFLICT;
            }
            if (outcome == UsageFrame.Outcome.INTERRUPTED && (madeHere || !interruptedAgain)) {
                return Repeat.CORRECTION;
            }
            return interruptedAgain ? Repeat.SAME : Repeat.CONFLICT;
        }
    }

    enum Repeat {
        SAME,
        CORRECTION,
        CONFLICT
    }

    record Mark(UUID requestId, long uncollected, boolean late) {}
}
