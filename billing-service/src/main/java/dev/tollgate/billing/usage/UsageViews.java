package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.Listing;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads records by request id and by page: newest admission first, the order of their ids.
@ApplicationScoped
class UsageViews {
    private static final String COLUMNS = """
            SELECT request_id, revision, account_id, key_id, group_name, model, endpoint, stream, admitted_at, price_version,
              quantities, prices, components, hold, charge, uncollected, outcome, estimated, http_status, provider, attempts,
              first_byte_ms, duration_ms
            FROM usage_record WHERE true""";

    private static final List<String> ORDER = List.of("day", "request_id");
    /// As the database compares them: byte by byte.
    private static final Comparator<UUID> ORDER_OF_IDS = Comparator.comparing(UUID::toString);

    private final Pool pool;
    private final InflightRepository inflight;

    UsageViews(Pool pool, InflightRepository inflight) {
        this.pool = pool;
        this.inflight = inflight;
    }

    /// A record, or what is known of a request under way (`pending`), or nothing.
    Uni<Optional<UsageRecordView>> one(UUID requestId) {
        return pool.preparedQuery(COLUMNS + " AND day = $1 AND request_id = $2")
                .execute(Tuple.of(RequestId.day(requestId), requestId))
                .flatMap(rows -> rows.size() > 0
                        ? Uni.createFrom().item(Optional.of(view(rows.iterator().next())))
                        : pool.withConnection(connection -> inflight.one(connection, requestId))
                                .map(found -> found.stream()
                                        .flatMap(request -> pending(request).stream())
                                        .findFirst()));
    }

    Uni<Page<UsageRecordView>> page(Filter filter, PageAsk ask) {
        Listing list = new Listing(COLUMNS).where("key_id = ", filter.keyId()).where("model = ", filter.model());
        if (filter.keyId() == null) {
            list.where("account_id = ", filter.accountId());
        } else if (filter.accountId() != null) {
            ofAccountsKey(list, filter.accountId());
        }
        // The rows' order is that of the ids.
        UUID newest = filter.newest();
        if (newest != null) {
            list.upTo(ORDER, List.of(RequestId.day(newest), newest)).where("request_id <> ", newest);
        }
        UUID oldest = filter.oldest();
        if (oldest != null) {
            list.from(ORDER, List.of(RequestId.day(oldest), oldest)).where("request_id <> ", filter.before());
        }
        list.order(ORDER, ask);
        return pool.preparedQuery(list.sql()).execute(list.arguments()).map(rows -> {
            List<UsageRecordView> views = new ArrayList<>(rows.size());
            for (Row row : rows) {
                views.add(view(row));
            }
            return ask.page(views, UsageRecordView::id);
        });
    }

    /// A key is of one account: the roll-up says whether of this one, before a record is read. That of the records
    /// is compared as well, in a way that makes no index of accounts look useful.
    static void ofAccountsKey(Listing list, String accountId) {
        list.where("account_id || '' = ", accountId)
                .and("EXISTS (SELECT FROM usage_day o WHERE o.key_id = $1 AND o.account_id = $" + (list.next() - 1)
                        + ")");
    }

    private static Optional<UsageRecordView> pending(Inflight request) {
        UsageFrame.Open open = request.opened();
        if (open == null) {
            return Optional.empty();
        }
        UsageFrame.Subject subject = open.subject();
        return Optional.of(new UsageRecordView(
                request.requestId().toString(),
                "usage_record",
                "pending",
                0,
                subject.accountId(),
                subject.keyId(),
                subject.group(),
                subject.model(),
                subject.endpoint(),
                subject.stream(),
                subject.admittedAt() / 1000,
                subject.priceVersion(),
                Map.of(),
                Map.of(),
                Map.of(),
                subject.hold(),
                0,
                0,
                "pending",
                false,
                0,
                null,
                List.of(),
                null,
                0));
    }

    private static UsageRecordView view(Row row) {
        return new UsageRecordView(
                row.getUUID("request_id").toString(),
                "usage_record",
                "posted",
                row.getInteger("revision"),
                row.getString("account_id"),
                row.getString("key_id"),
                row.getString("group_name"),
                row.getString("model"),
                row.getString("endpoint"),
                row.getBoolean("stream"),
                Objects.requireNonNull(row.getOffsetDateTime("admitted_at")).toEpochSecond(),
                row.getLong("price_version"),
                map(row.getJsonObject("quantities"), Function.identity()),
                map(row.getJsonObject("prices"), String::valueOf),
                map(row.getJsonObject("components"), String::valueOf),
                row.getLong("hold"),
                row.getLong("charge"),
                row.getLong("uncollected"),
                row.getString("outcome").toLowerCase(Locale.ROOT),
                row.getBoolean("estimated"),
                row.getInteger("http_status"),
                row.getString("provider"),
                attempts(row.getJsonArray("attempts")),
                row.getLong("first_byte_ms"),
                row.getLong("duration_ms"));
    }

    private static <T> Map<String, T> map(JsonObject json, Function<Long, T> value) {
        Map<String, T> map = new TreeMap<>();
        json.forEach(entry -> map.put(entry.getKey(), value.apply(((Number) entry.getValue()).longValue())));
        return map;
    }

    private static List<UsageFrame.Attempt> attempts(JsonArray json) {
        List<UsageFrame.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonObject one = json.getJsonObject(i);
            attempts.add(new UsageFrame.Attempt(
                    one.getString("deployment"),
                    one.getString("result"),
                    one.getLong("millis"),
                    incurred(one.getJsonObject("incurred"))));
        }
        return attempts;
    }

    private static UsageFrame.@Nullable Incurred incurred(@Nullable JsonObject json) {
        return json == null
                ? null
                : new UsageFrame.Incurred(
                        json.getString("provider"),
                        json.getString("upstreamModel"),
                        map(json.getJsonObject("quantities"), Function.identity()));
    }

    /// Times are those in the records' ids: when each request came.
    ///
    /// @param from the first moment, and `to` the first one after the last
    record Filter(
            @Nullable String accountId,
            @Nullable String keyId,
            @Nullable String model,
            @Nullable UUID after,
            @Nullable UUID before,
            @Nullable Instant from,
            @Nullable Instant to) {
        /// All shown are older than this one.
        @Nullable
        UUID newest() {
            UUID end = to == null ? null : RequestId.smallest(to.toEpochMilli());
            return end == null || (after != null && ORDER_OF_IDS.compare(after, end) < 0) ? after : end;
        }

        /// None shown is older than this one.
        @Nullable
        UUID oldest() {
            UUID begin = from == null ? null : RequestId.smallest(from.toEpochMilli());
            return begin == null || (before != null && ORDER_OF_IDS.compare(before, begin) >= 0) ? before : begin;
        }
    }
}
