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
    static final String COLUMNS = """
            request_id, revision, account_id, key_id, group_name, model, endpoint, stream, admitted_at, price_version, quantities,
              prices, components, hold, charge, uncollected, outcome, estimated, http_status, provider, attempts, first_byte_ms,
              duration_ms, of_batch""";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM usage_record WHERE true";

    /// As the index over all accounts' records that were not completed has it.
    private static final String ENDED_OF_ALL = "outcome <> 'COMPLETED' AND CASE outcome WHEN 'REFUSED' THEN 'failed'"
            + " WHEN 'UPSTREAM_FAILED' THEN 'failed' WHEN 'CANCELLED' THEN 'cancelled' ELSE 'interrupted' END = ";

    /// The same as the indexes by account and by key have it.
    private static final String ENDED = "outcome <> 'COMPLETED' AND CASE outcome WHEN 'CANCELLED' THEN 'cancelled'"
            + " WHEN 'REFUSED' THEN 'failed' WHEN 'UPSTREAM_FAILED' THEN 'failed' ELSE 'interrupted' END = ";

    /// For each record of a page so many are read at most, to compare what no index is by.
    private static final int COMPARED_PER_SHOWN = 3;

    private static final String COMPLETED = "completed";
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
        return pool.preparedQuery(SELECT + " AND day = $1 AND request_id = $2")
                .execute(Tuple.of(RequestId.day(requestId), requestId))
                .flatMap(rows -> rows.size() > 0
                        ? Uni.createFrom().item(Optional.of(view(rows.iterator().next())))
                        : pool.withConnection(connection -> inflight.one(connection, requestId))
                                .map(found -> found.stream()
                                        .flatMap(request -> pending(request).stream())
                                        .findFirst()));
    }

    Uni<Page<UsageRecordView>> page(Filter filter, PageAsk ask) {
        return filter.compares() ? compared(filter, ask) : found(filter, ask);
    }

    private Uni<Page<UsageRecordView>> found(Filter filter, PageAsk ask) {
        Listing list = indexed(SELECT, filter).order(ORDER, ask);
        return pool.preparedQuery(list.sql()).execute(list.arguments()).map(rows -> {
            List<UsageRecordView> views = new ArrayList<>(rows.size());
            for (Row row : rows) {
                views.add(view(row));
            }
            return ask.page(views, UsageRecordView::id);
        });
    }

    /// Reads a bounded number of records by an index and shows those that fit. When few do, the page is short, has
    /// more, and its cursor is the record that was read last.
    private Uni<Page<UsageRecordView>> compared(Filter filter, PageAsk ask) {
        int read = Math.max(ask.limit() + 1, COMPARED_PER_SHOWN * (ask.limit() - 1));
        Listing list = indexed("SELECT day, " + COLUMNS + " FROM usage_record WHERE true", filter)
                .order(ORDER, ask, read);
        String order = ask.backwards() ? " ORDER BY day, request_id" : " ORDER BY day DESC, request_id DESC";
        String reversed = ask.backwards() ? " ORDER BY day DESC, request_id DESC" : " ORDER BY day, request_id";
        Tuple arguments = list.arguments();
        String sql = "WITH near AS MATERIALIZED (" + list.sql() + "), fit AS (SELECT * FROM near WHERE "
                + filter.comparison(arguments) + order + " LIMIT " + (ask.limit() + 1)
                + ") SELECT r.scanned, r.reached, fit.* FROM (SELECT count(*) AS scanned, (SELECT request_id FROM near"
                + reversed
                + " LIMIT 1) AS reached FROM near) r LEFT JOIN fit ON true" + order.replace(" day", " fit.day");
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            List<UsageRecordView> views = new ArrayList<>(rows.size());
            boolean end = true;
            String reached = null;
            for (Row row : rows) {
                end = row.getLong("scanned") < read;
                reached = end ? null : row.getUUID("reached").toString();
                if (row.getUUID("request_id") != null) {
                    views.add(view(row));
                }
            }
            Page<UsageRecordView> page = ask.page(views, UsageRecordView::id);
            return page.hasMore() || reached == null
                    ? page
                    : new Page<>(
                            page.object(),
                            page.data(),
                            ask.backwards() ? reached : page.firstId(),
                            ask.backwards() ? page.lastId() : reached,
                            true);
        });
    }

    /// What an index is by: the account or key, and the outcome or else the model.
    private static Listing indexed(String select, Filter filter) {
        Listing list = new Listing(select).where("key_id = ", filter.keyId());
        if (filter.ended() == null) {
            list.where("model = ", filter.model());
        } else {
            list.where(filter.keyId() == null && filter.accountId() == null ? ENDED_OF_ALL : ENDED, filter.ended());
        }
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
        return list;
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
                0,
                subject.ofBatch()));
    }

    static UsageRecordView view(Row row) {
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
                row.getLong("duration_ms"),
                row.getBoolean("of_batch"));
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
                    incurred(one.getJsonObject("incurred")),
                    one.getString("model")));
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
    /// @param keys some keys, none of them for itself
    /// @param outcome how requests ended, in four kinds
    /// @param from the first moment, and `to` the first one after the last
    record Filter(
            @Nullable String accountId,
            @Nullable String keyId,
            @Nullable List<String> keys,
            @Nullable String model,
            @Nullable String outcome,
            @Nullable String endpoint,
            @Nullable Long chargeMin,
            @Nullable UUID after,
            @Nullable UUID before,
            @Nullable Instant from,
            @Nullable Instant to) {
        Filter {
            keys = keys == null ? null : List.copyOf(keys);
        }

        /// What is seldom enough for an index of its own.
        @Nullable
        String ended() {
            return COMPLETED.equals(outcome) ? null : outcome;
        }

        /// Whether some of it has no index, and is compared with each record.
        boolean compares() {
            return keys != null
                    || endpoint != null
                    || chargeMin != null
                    || COMPLETED.equals(outcome)
                    || (ended() != null && model != null);
        }

        /// The conditions of that.
        String comparison(Tuple arguments) {
            List<String> all = new ArrayList<>();
            if (keys != null) {
                all.add("key_id = ANY (" + place(arguments, keys.toArray(String[]::new)) + "::text[])");
            }
            if (endpoint != null) {
                all.add("endpoint = " + place(arguments, endpoint));
            }
            if (chargeMin != null) {
                all.add("charge >= " + place(arguments, chargeMin));
            }
            if (COMPLETED.equals(outcome)) {
                all.add("outcome = 'COMPLETED'");
            }
            if (ended() != null && model != null) {
                all.add("model = " + place(arguments, model));
            }
            return String.join(" AND ", all);
        }

        private static String place(Tuple arguments, Object value) {
            arguments.addValue(value);
            return "$" + arguments.size();
        }

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
