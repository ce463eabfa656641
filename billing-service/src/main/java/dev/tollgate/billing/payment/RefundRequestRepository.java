package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rows of refunds that were asked for.
@Singleton
class RefundRequestRepository {
    private static final String COLUMNS = """
            SELECT id, account_id, status, credits, reason, note, created_at FROM refund_request
            """;

    private static final String INSERT = """
            INSERT INTO refund_request (id, account_id, status, credits, reason, idempotency_key, created_at)
            VALUES ($1, $2, 'requested', $3, $4, $5, $6)
            ON CONFLICT (account_id, idempotency_key) DO NOTHING""";

    private static final String DECIDED = """
            UPDATE refund_request SET status = $2, note = $3, decided_at = $4 WHERE id = $1""";

    private static final String OPEN = "WHERE status = 'requested'";
    private static final String FOUND = " AND (id = $3 OR account_id = $3 OR lower(reason) LIKE $4 ESCAPE '!')";

    private final Pool pool;

    RefundRequestRepository(Pool pool) {
        this.pool = pool;
    }

    /// Stores a new one, or gives the one that its idempotency key named before.
    Uni<RefundRequest> insert(SqlConnection tx, RefundRequest request, String key) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        request.id(),
                        request.accountId(),
                        request.credits(),
                        request.reason(),
                        key,
                        request.createdAt().atOffset(ZoneOffset.UTC)))
                .flatMap(_ -> tx.preparedQuery(COLUMNS + "WHERE account_id = $1 AND idempotency_key = $2")
                        .execute(Tuple.of(request.accountId(), key)))
                .map(rows -> all(rows).getFirst());
    }

    /// Whose it is; 404 when there is none.
    Uni<String> account(SqlClient client, String id) {
        return byId(client, id).map(RefundRequest::accountId);
    }

    /// 404 when there is none.
    Uni<RefundRequest> byId(SqlClient client, String id) {
        return client.preparedQuery(COLUMNS + "WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream()
                        .findFirst()
                        .orElseThrow(() -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such refund.")));
    }

    Uni<RefundRequest> byId(String id) {
        return byId(pool, id);
    }

    Uni<Void> decided(SqlConnection tx, String id, String status, @Nullable String note, Instant now) {
        return tx.preparedQuery(DECIDED)
                .execute(Tuple.of(id, status, note, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Newest first.
    Uni<List<RefundRequest>> page(String accountId, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        String cursor = before != null ? before : after != null ? after : "~";
        String where = before != null
                ? "WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                : "WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        return pool.preparedQuery(COLUMNS + where)
                .execute(Tuple.of(accountId, cursor, ask.limit() + 1))
                .map(RefundRequestRepository::all);
    }

    /// Of all accounts, those that nobody decided on, the oldest first.
    Uni<List<RefundRequest>> open(Search search, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        String cursor = before != null ? before : after != null ? after : "";
        String order = before != null ? " AND id < $1 ORDER BY id DESC LIMIT $2" : " AND id > $1 ORDER BY id LIMIT $2";
        Tuple arguments = Tuple.of(cursor, ask.limit() + 1);
        if (search.text() != null) {
            arguments.addString(search.text()).addString(search.like());
        }
        return pool.preparedQuery(COLUMNS + OPEN + (search.text() == null ? "" : FOUND) + order)
                .execute(arguments)
                .map(RefundRequestRepository::all);
    }

    private static List<RefundRequest> all(RowSet<Row> rows) {
        List<RefundRequest> requests = new ArrayList<>(rows.size());
        for (Row row : rows) {
            requests.add(new RefundRequest(
                    row.getString("id"),
                    row.getString("account_id"),
                    row.getString("status"),
                    row.getLong("credits"),
                    row.getString("reason"),
                    row.getString("note"),
                    Objects.requireNonNull(PaymentRepository.time(row, "created_at"))));
        }
        return requests;
    }
}
