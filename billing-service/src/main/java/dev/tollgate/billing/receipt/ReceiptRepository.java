package dev.tollgate.billing.receipt;

import dev.tollgate.contract.billing.v1.Receipt;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what a receipt says in one statement, so that record, earlier revisions and ledger are of one moment.
@ApplicationScoped
class ReceiptRepository {
    private static final String ONE = """
            SELECT u.*,
              (SELECT (p ->> 'multiplierPpm')::bigint
                FROM price_version v, jsonb_array_elements(v.compiled -> 'prices') p
                WHERE v.version = u.price_version AND p ->> 'model' = u.model AND p ->> 'group' = u.group_name
                LIMIT 1) AS multiplier,
              (SELECT coalesce((p #>> '{batch,multiplierPpm}')::bigint, 1000000)
                FROM price_version v, jsonb_array_elements(v.compiled -> 'prices') p
                WHERE u.of_batch AND v.version = u.price_version AND p ->> 'model' = u.model
                  AND p ->> 'group' = u.group_name
                LIMIT 1) AS batch_multiplier,
              (SELECT (s.record ->> 'charge')::bigint FROM usage_superseded s
                WHERE s.day = u.day AND s.request_id = u.request_id AND s.revision = u.revision - 1) AS before,
              coalesce((SELECT jsonb_agg(jsonb_build_object('id', 'le_' || b.id, 'kind', b.kind, 'reference', b.reference)
                  ORDER BY b.id)
                FROM (
                  SELECT e.id, t.kind, t.reference
                  FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
                  WHERE t.kind = 'usage' AND e.book = 'account' AND e.account_id = u.account_id
                    AND t.reference = coalesce((SELECT s.record ->> 'batch' FROM usage_superseded s
                        WHERE s.day = u.day AND s.request_id = u.request_id ORDER BY s.revision LIMIT 1), u.batch::text)
                      || '/' || u.day::text || '/' || u.account_id
                  UNION ALL
                  SELECT e.id, t.kind, t.reference
                  FROM generate_series(2, u.revision) AS n (revision)
                    JOIN ledger_transaction t
                      ON t.kind = 'correction' AND t.reference = u.request_id::text || '/' || n.revision
                    JOIN ledger_entry e ON e.transaction_id = t.id
                  WHERE e.book = 'account' AND e.account_id = u.account_id
                ) b), '[]') AS entries
            FROM usage_record u WHERE u.day = $1 AND u.request_id = $2 AND u.account_id = $3
            """;

    private final Pool pool;

    ReceiptRepository(Pool pool) {
        this.pool = pool;
    }

    /// An account's settled request, not signed.
    Uni<Optional<Receipt>> find(UUID requestId, String accountId, Instant now) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(RequestId.day(requestId), requestId, accountId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(receipt(rows.iterator().next(), now)));
    }

    private static Receipt receipt(Row row, Instant now) {
        int revision = row.getInteger("revision");
        long charge = row.getLong("charge");
        long uncollected = row.getLong("uncollected");
        return new Receipt(
                row.getUUID("request_id").toString(),
                "usage_record",
                "posted",
                revision,
                row.getString("account_id"),
                row.getString("key_id"),
                row.getString("group_name"),
                row.getString("model"),
                row.getString("endpoint"),
                row.getBoolean("stream"),
                Objects.requireNonNull(row.getOffsetDateTime("admitted_at")).toEpochSecond(),
                row.getLong("price_version"),
                row.getLong("multiplier"),
                map(row.getJsonObject("quantities"), Function.identity()),
                map(row.getJsonObject("prices"), String::valueOf),
                map(row.getJsonObject("components"), String::valueOf),
                "up",
                row.getLong("hold"),
                charge,
                charge - uncollected,
                uncollected,
                row.getString("outcome").toLowerCase(Locale.ROOT),
                row.getBoolean("estimated"),
                row.getInteger("http_status"),
                row.getString("provider"),
                objects(row.getJsonArray("attempts"))
                        .map(ReceiptRepository::attempt)
                        .toList(),
                row.getLong("first_byte_ms"),
                row.getLong("duration_ms"),
                objects(row.getJsonArray("entries"))
                        .map(ReceiptRepository::entry)
                        .toList(),
                superseded(revision, row.getLong("before")),
                now.getEpochSecond(),
                null,
                null,
                row.getLong("batch_multiplier"),
                row.getLong("cached_ppm") == null ? null : "hit",
                row.getLong("cached_ppm"));
    }

    private static Receipt.@Nullable Superseded superseded(int revision, @Nullable Long charge) {
        return charge == null ? null : new Receipt.Superseded(revision - 1, charge);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
    }

    private static UsageFrame.Attempt attempt(JsonObject one) {
        return new UsageFrame.Attempt(
                one.getString("deployment"),
                one.getString("result"),
                one.getLong("millis"),
                null,
                one.getString("model"));
    }

    private static Receipt.Entry entry(JsonObject one) {
        return new Receipt.Entry(one.getString("id"), one.getString("kind"), one.getString("reference"));
    }

    private static <T> Map<String, T> map(JsonObject json, Function<Long, T> value) {
        Map<String, T> map = new TreeMap<>();
        json.forEach(entry -> map.put(entry.getKey(), value.apply(((Number) entry.getValue()).longValue())));
        return map;
    }
}
