package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Which events came, each once.
@Singleton
class EventRepository {
    /// A second delivery waits here for the first one's transaction, and then finds its row.
    private static final String BEGIN = """
            INSERT INTO payment_event (id, type, object_id, outcome, content, created_at)
            VALUES ($1, $2, $3, 'begun', $4, $5) ON CONFLICT (id) DO NOTHING""";

    private static final String END = """
            UPDATE payment_event SET outcome = $2, detail = $3, payment_id = $4 WHERE id = $1""";

    private static final String KNOWN = "SELECT content FROM payment_event WHERE id = $1";

    private final Pool pool;

    EventRepository(Pool pool) {
        this.pool = pool;
    }

    /// Whether the event is new; it is then this transaction's to handle.
    Uni<Boolean> begin(SqlConnection tx, Reading.Told told, String content) {
        return tx.preparedQuery(BEGIN)
                .execute(Tuple.of(
                        told.eventId(),
                        told.type(),
                        told.objectId(),
                        content,
                        told.createdAt().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> end(SqlConnection tx, String eventId, Outcome outcome) {
        return tx.preparedQuery(END)
                .execute(Tuple.of(eventId, outcome.kind().wireName(), outcome.detail(), outcome.paymentId()))
                .replaceWithVoid();
    }

    /// The digest of what an event said when it was handled; null when it was not.
    Uni<@Nullable String> known(String eventId) {
        return pool.preparedQuery(KNOWN).execute(Tuple.of(eventId)).map(rows -> {
            for (Row row : rows) {
                return row.getString(0);
            }
            return null;
        });
    }
}
