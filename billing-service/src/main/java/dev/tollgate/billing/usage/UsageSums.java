package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.Listing;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the roll-ups, newest first. The database keeps them with every record; nothing is summed up here.
@ApplicationScoped
class UsageSums {
    private static final String MEASURES = Stream.concat(
                    Stream.of("requests", "failed", "charge", "uncollected"),
                    Arrays.stream(UsageClass.values()).map(UsageClass::wireName))
            .collect(Collectors.joining(", "));

    private final Pool pool;

    UsageSums(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<UsageSumView>> page(Interval interval, Filter filter, PageAsk ask) {
        Listing list = new Listing(
                        "SELECT " + String.join(", ", interval.start()) + ", " + String.join(", ", SumKey.SUBJECT)
                                + ", " + MEASURES + " FROM " + interval.table() + " WHERE true")
                .where("key_id = ", filter.keyId())
                .where("model = ", filter.model());
        if (filter.keyId() == null) {
            list.where("account_id = ", filter.accountId());
        } else if (filter.accountId() != null) {
            UsageViews.ofAccountsKey(list, filter.accountId());
        }
        // What is the same in all rows is in front of the index and no part of the order.
        List<String> order = new ArrayList<>(interval.start());
        SumKey.SUBJECT.stream().filter(column -> !filter.fixes(column)).forEach(order::add);
        newest(list, interval, filter, order);
        oldest(list, interval, filter, order);
        list.order(order, ask);
        return pool.preparedQuery(list.sql()).execute(list.arguments()).map(rows -> {
            List<UsageSumView> views = new ArrayList<>(rows.size());
            for (Row row : rows) {
                views.add(view(interval, row));
            }
            return ask.page(views, UsageSumView::id);
        });
    }

    /// The narrower of the cursor and the range's end.
    private static void newest(Listing list, Interval interval, Filter filter, List<String> order) {
        SumKey after = filter.after();
        Long end = filter.to() == null ? null : roundUp(filter.to(), interval.seconds());
        if (after != null && (end == null || after.startsAt() < end)) {
            list.upTo(order, after.values(order)).except(order, after.values(order));
        } else if (end != null) {
            long last = end - interval.seconds();
            list.upTo(interval.start(), start(interval, last));
        }
    }

    private static void oldest(Listing list, Interval interval, Filter filter, List<String> order) {
        SumKey before = filter.before();
        Long begin = filter.from() == null ? null : roundUp(filter.from(), interval.seconds());
        if (before != null && (begin == null || before.startsAt() >= begin)) {
            list.from(order, before.values(order)).except(order, before.values(order));
        } else if (begin != null) {
            list.from(interval.start(), start(interval, begin));
        }
    }

    private static List<Object> start(Interval interval, long seconds) {
        Map<String, Object> start = SumKey.start(seconds);
        return interval.start().stream()
                .map(column -> Objects.requireNonNull(start.get(column)))
                .toList();
    }

    private static long roundUp(long seconds, long unit) {
        return Math.ceilDiv(seconds, unit) * unit;
    }

    private static UsageSumView view(Interval interval, Row row) {
        LocalDate day = Objects.requireNonNull(row.getLocalDate("day"));
        long hour = interval == Interval.HOUR ? row.getShort("hour") : 0;
        SumKey key = new SumKey(
                day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() + hour * Interval.HOUR.seconds(),
                row.getString("account_id"),
                row.getString("key_id"),
                row.getString("group_name"),
                row.getString("model"));
        Map<String, Long> quantities = new TreeMap<>();
        for (UsageClass one : UsageClass.values()) {
            long quantity = row.getLong(one.wireName());
            if (quantity != 0) {
                quantities.put(one.wireName(), quantity);
            }
        }
        return new UsageSumView(
                key.text(),
                "usage_sum",
                interval.wireName(),
                key.startsAt(),
                key.accountId(),
                key.keyId(),
                key.group(),
                key.model(),
                row.getLong("requests"),
                row.getLong("failed"),
                quantities,
                row.getLong("charge"),
                row.getLong("uncollected"));
    }

    /// @param from Unix seconds: shown are intervals that start then or later, and before `to`
    record Filter(
            @Nullable String accountId,
            @Nullable String keyId,
            @Nullable String model,
            @Nullable SumKey after,
            @Nullable SumKey before,
            @Nullable Long from,
            @Nullable Long to) {
        /// Whether all rows have the same in this column. (A key's account is compared with each row: it stays in
        /// the order.)
        boolean fixes(String column) {
            return switch (column) {
                case "account_id" -> accountId != null && keyId == null;
                case "key_id" -> keyId != null;
                case "model" -> model != null;
                default -> false;
            };
        }
    }
}
