package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.ReplayReport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/// Charges the requests of a period anew, at a draft's prices. Reads records page by page through a cursor in one
/// read-only snapshot: memory does not grow with the period, and nobody waits for it.
@Singleton
class Replay {
    private static final int PAGE = 1_000;
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    /// A day's slack prunes partitions: an admission's time is not exactly its id's.
    private static final String RECORDS = """
            SELECT model, group_name, charge, quantities::text AS quantities FROM usage_record
            WHERE day BETWEEN $1 AND $2 AND admitted_at >= $3 AND admitted_at < $4 AND quantities <> '{}'::jsonb""";
    private static final TypeReference<Map<String, Long>> QUANTITIES = new TypeReference<>() {};

    private final Pool pool;
    private final Drafts drafts;
    private final PricingConfig config;
    private final ObjectMapper json;

    Replay(Pool pool, Drafts drafts, PricingConfig config, ObjectMapper json) {
        this.pool = pool;
        this.drafts = drafts;
        this.config = config;
        this.json = json;
    }

    /// @param to the first moment after the period
    Uni<ReplayReport> run(long draftId, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw Required.invalid("from", "from must lie before to.");
        }
        if (Duration.between(from, to).compareTo(config.replayMax()) > 0) {
            throw Required.invalid(
                    "from", "A replay covers at most " + config.replayMax().toDays() + " days.");
        }
        return drafts.scheduledAndWith(draftId).flatMap(both -> {
            ReplaySum sum = new ReplaySum(both.after());
            return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                            .execute()
                            .flatMap(_ -> tx.prepare(RECORDS))
                            .flatMap(statement -> read(statement.cursor(arguments(from, to)), sum)))
                    .replaceWith(() -> sum.report(draftId, from, to));
        });
    }

    private Uni<Void> read(Cursor cursor, ReplaySum sum) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(PAGE))
                .whilst(_ -> cursor.hasMore())
                .invoke(rows -> add(rows, sum))
                .collect()
                .last()
                .flatMap(_ -> cursor.close())
                .replaceWithVoid();
    }

    private void add(RowSet<Row> rows, ReplaySum sum) {
        for (Row row : rows) {
            sum.add(
                    row.getString("model"),
                    row.getString("group_name"),
                    quantities(row.getString("quantities")),
                    row.getLong("charge"));
        }
        if (sum.read() > config.replayRecordsMax()) {
            throw Required.invalid(
                    "from", "The period has more than " + config.replayRecordsMax() + " records: replay it in parts.");
        }
    }

    private static Tuple arguments(Instant from, Instant to) {
        return Tuple.of(
                LocalDate.ofInstant(from, ZoneOffset.UTC).minusDays(1),
                LocalDate.ofInstant(to, ZoneOffset.UTC).plusDays(1),
                from.atOffset(ZoneOffset.UTC),
                to.atOffset(ZoneOffset.UTC));
    }

    private Map<String, Long> quantities(String text) {
        try {
            return json.readValue(text, QUANTITIES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored quantities cannot be read", e);
        }
    }
}
