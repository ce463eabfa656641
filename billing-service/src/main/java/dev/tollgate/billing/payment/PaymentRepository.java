package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.PageAsk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of payments. Whoever changes one has locked its account.
@Singleton
class PaymentRepository {
    private static final String COLUMNS = """
            SELECT id, account_id, origin, status, credits, amount, currency, method, save_card, checkout_ref,
              checkout_url, intent_ref, failure, created_at, paid_at
            FROM payment
            """;

    private static final String INSERT = """
            INSERT INTO payment (id, account_id, origin, status, credits, amount, currency, method, save_card,
              idempotency_key, created_at)
            VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (account_id, idempotency_key) DO NOTHING""";

    private static final String OPENED = """
            UPDATE payment SET checkout_ref = $2, checkout_url = $3 WHERE id = $1 AND checkout_ref IS NULL""";

    private static final String CHARGED = "UPDATE payment SET intent_ref = coalesce(intent_ref, $2) WHERE id = $1";

    private static final String PAID = """
            UPDATE payment SET status = 'paid', paid_at = $3, intent_ref = coalesce($2, intent_ref), failure = NULL
            WHERE id = $1""";

    private static final String UNHEARD = """
            WHERE status = 'pending' AND coalesce(asked_at, created_at)
              < CASE WHEN origin = 'auto' AND intent_ref IS NULL THEN $1::timestamptz ELSE $2::timestamptz END
            ORDER BY coalesce(asked_at, created_at) LIMIT $3""";

    private static final String ASKED = "UPDATE payment SET asked_at = $2 WHERE id = $1";

    private static final String CLOSED = "UPDATE payment SET status = $2, failure = $3 WHERE id = $1";

    private final Pool pool;

    PaymentRepository(Pool pool) {
        this.pool = pool;
    }

    /// Stores a new payment, or gives the one that its idempotency key named before.
    Uni<Payment> insert(SqlConnection tx, Payment payment, @Nullable String idempotencyKey) {
        Tuple values = Tuple.from(new Object[] {
            payment.id(),
            payment.accountId(),
            payment.origin().name().toLowerCase(Locale.ROOT),
            payment.credits(),
            payment.amount(),
            payment.currency(),
            payment.method(),
            payment.saveCard(),
            idempotencyKey,
            payment.createdAt().atOffset(ZoneOffset.UTC)
        });
        return tx.preparedQuery(INSERT)
                .execute(values)
                .flatMap(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().item(payment)
                        : one(
                                        tx,
                                        "WHERE account_id = $1 AND idempotency_key = $2",
                                        Tuple.of(payment.accountId(), idempotencyKey))
                                .map(Optional::orElseThrow));
    }

    Uni<Optional<Payment>> byId(SqlClient client, String id) {
        return one(client, "WHERE id = $1", Tuple.of(id));
    }

    Uni<Optional<Payment>> byIntent(SqlClient client, String intentRef) {
        return one(client, "WHERE intent_ref = $1", Tuple.of(intentRef));
    }

    /// The payment that a fact is about, if it is one of ours.
    Uni<Optional<Payment>> find(SqlClient client, Fact.Subject subject) {
        String id = subject.paymentId();
        if (id != null) {
            return byId(client, id);
        }
        String intent = subject.intentRef();
        return intent == null ? Uni.createFrom().item(Optional.empty()) : byIntent(client, intent);
    }

    /// Keeps where a payment is paid.
    Uni<Void> opened(String id, PaymentProvider.CheckoutPage page) {
        return run(pool, OPENED, Tuple.of(id, page.ref(), page.url()));
    }

    Uni<Void> charged(String id, String intentRef) {
        return run(pool, CHARGED, Tuple.of(id, intentRef));
    }

    Uni<Void> paid(SqlConnection tx, String id, @Nullable String intentRef, Instant at) {
        return run(tx, PAID, Tuple.of(id, intentRef, at.atOffset(ZoneOffset.UTC)));
    }

    Uni<Void> closed(SqlConnection tx, String id, Payment.Status status, String reason) {
        return run(tx, CLOSED, Tuple.of(id, status.name().toLowerCase(Locale.ROOT), reason));
    }

    /// Newest first.
    Uni<List<Payment>> page(String accountId, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        String cursor = before != null ? before : after != null ? after : "~";
        String where = before != null
                ? "WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                : "WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        return pool.preparedQuery(COLUMNS + where)
                .execute(Tuple.of(accountId, cursor, ask.limit() + 1))
                .map(PaymentRepository::all);
    }

    /// Payments that are due to be asked after, those that waited longest first: an automatic one that the provider may
    /// not know since the first time, others since the second.
    Uni<List<Payment>> unheard(Instant unknownSince, Instant since, int limit) {
        return pool.preparedQuery(COLUMNS + UNHEARD)
                .execute(Tuple.of(unknownSince.atOffset(ZoneOffset.UTC), since.atOffset(ZoneOffset.UTC), limit))
                .map(PaymentRepository::all);
    }

    /// Puts a payment at the end of that line.
    Uni<Void> asked(String id, Instant at) {
        return run(pool, ASKED, Tuple.of(id, at.atOffset(ZoneOffset.UTC)));
    }

    private static Uni<Void> run(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private static Uni<Optional<Payment>> one(SqlClient client, String where, Tuple values) {
        return client.preparedQuery(COLUMNS + where).execute(values).map(rows -> all(rows).stream()
                .findFirst());
    }

    private static List<Payment> all(RowSet<Row> rows) {
        List<Payment> payments = new ArrayList<>(rows.size());
        rows.forEach(row -> payments.add(payment(row)));
        return payments;
    }

    static Payment payment(Row row) {
        return new Payment(
                row.getString("id"),
                row.getString("account_id"),
                Payment.Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                Payment.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getLong("credits"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("method"),
                row.getBoolean("save_card"),
                row.getString("checkout_ref"),
                row.getString("checkout_url"),
                row.getString("intent_ref"),
                row.getString("failure"),
                Objects.requireNonNull(time(row, "created_at")),
                time(row, "paid_at"));
    }

    static @Nullable Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
