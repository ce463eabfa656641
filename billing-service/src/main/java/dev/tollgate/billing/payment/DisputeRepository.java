package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.Fact.DisputeState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// The rows of disputes. Whoever changes one has locked its account.
@Singleton
class DisputeRepository {
    private static final String FIND = "SELECT status, credits FROM dispute WHERE id = $1";

    private static final String PUT = """
            INSERT INTO dispute (id, payment_id, status, amount, credits, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, amount = EXCLUDED.amount,
              credits = EXCLUDED.credits, changed_at = EXCLUDED.changed_at""";

    Uni<Optional<Dispute>> find(SqlConnection tx, String id) {
        return tx.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                DisputeState state =
                        DisputeState.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
                return Optional.of(new Dispute(state, row.getLong("credits")));
            }
            return Optional.empty();
        });
    }

    Uni<Void> put(SqlConnection tx, Fact.Disputed fact, Payment payment, long credits, Instant now) {
        return tx.preparedQuery(PUT)
                .execute(Tuple.of(
                        fact.ref(),
                        payment.id(),
                        fact.state().name().toLowerCase(Locale.ROOT),
                        fact.amount(),
                        credits,
                        now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// @param credits nano-credits that it took
    record Dispute(DisputeState state, long credits) {}
}
