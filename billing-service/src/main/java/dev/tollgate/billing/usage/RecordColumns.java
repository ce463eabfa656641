package dev.tollgate.billing.usage;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The columns of a usage record, each written as one array for a whole batch: Postgres unpacks arrays several
/// times faster than it reads the same rows as JSON.
final class RecordColumns {
    /// A row as it is to be stored.
    ///
    /// @param revision 1 for a new record
    record Stored(RecordRow row, int revision, long uncollected, boolean late) {}

    /// @param type of one element, as it is sent
    /// @param column how the element becomes the column's value
    private record Column(
            String name,
            String type,
            String column,
            IntFunction<Object[]> array,
            Function<Stored, @Nullable Object> value) {
        Object[] of(List<Stored> rows) {
            Object[] values = array.apply(rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i));
            }
            return values;
        }
    }

    private static final List<Column> ALL = List.of(
            new Column("day", "date", "r.day", LocalDate[]::new, stored -> stored.row()
                    .day()),
            new Column("request_id", "uuid", "r.request_id", UUID[]::new, stored -> stored.row()
                    .requestId()),
            new Column("revision", "int", "r.revision", Integer[]::new, Stored::revision),
            text("edge_id", row -> row.origin().edgeId()),
            number("epoch", row -> row.origin().epoch()),
            text("account_id", row -> row.subject().accountId()),
            text("key_id", row -> row.subject().keyId()),
            texts("limit_ids", row -> row.subject().limitIds()),
            text("client_request_id", row -> row.subject().clientRequestId()),
            text("group_name", row -> row.subject().group()),
            text("model", row -> row.subject().model()),
            text("endpoint", row -> row.subject().endpoint()),
            flag("stream", stored -> stored.row().subject().stream()),
            flag("of_batch", stored -> stored.row().subject().ofBatch()),
            time("admitted_at", row -> Instant.ofEpochMilli(row.subject().admittedAt())),
            number("price_version", row -> row.charge().version()),
            number("stated_price_version", row -> row.subject().priceVersion()),
            json("quantities", RecordRow::quantities),
            json("prices", RecordRow::prices),
            json("components", RecordRow::components),
            number("hold", row -> row.subject().hold()),
            number("charge", row -> row.charge().amount()),
            number("stated_charge", row -> row.done().charge()),
            new Column("uncollected", "bigint", "r.uncollected", Long[]::new, Stored::uncollected),
            flag("late", Stored::late),
            json("incurred", RecordRow::incurred),
            number("provider_cost", row -> row.cost().total()),
            text("outcome", row -> row.done().outcome().name()),
            flag("estimated", stored -> stored.row().done().estimated()),
            new Column("http_status", "int", "r.http_status", Integer[]::new, stored -> stored.row()
                    .done()
                    .status()),
            text("provider", row -> row.done().provider()),
            text("deployment", row -> row.done().deployment()),
            text("upstream_model", row -> row.done().upstreamModel()),
            json("attempts", RecordRow::attempts),
            number("first_byte_ms", row -> row.done().firstByteMillis()),
            number("duration_ms", row -> row.done().durationMillis()),
            number("cached_ppm", row -> row.done().cachedPpm()),
            json("unknown", row -> row.usage().unknown()),
            json("periods", RecordRow::startsByLimit),
            text("content", row -> row.usage().content()),
            flag("made_here", stored -> stored.row().origin().madeHere()),
            new Column("batch", "uuid", "r.batch", UUID[]::new, stored -> stored.row()
                    .batch()),
            time("posted_at", RecordRow::postedAt));

    private RecordColumns() {}

    private static Column text(String name, Function<RecordRow, @Nullable String> value) {
        return new Column(name, "text", "r." + name, String[]::new, stored -> value.apply(stored.row()));
    }

    private static Column number(String name, Function<RecordRow, @Nullable Long> value) {
        return new Column(name, "bigint", "r." + name, Long[]::new, stored -> value.apply(stored.row()));
    }

    private static Column flag(String name, Function<Stored, Boolean> value) {
        return new Column(name, "boolean", "r." + name, Boolean[]::new, value::apply);
    }

    private static Column time(String name, Function<RecordRow, Instant> value) {
        return new Column(name, "timestamptz", "r." + name, OffsetDateTime[]::new, stored -> value.apply(stored.row())
                .atOffset(ZoneOffset.UTC));
    }

    private static Column json(String name, Function<RecordRow, @Nullable String> value) {
        return new Column(name, "text", "r." + name + "::jsonb", String[]::new, stored -> value.apply(stored.row()));
    }

    /// An array of arrays would have to be a rectangle.
    private static Column texts(String name, Function<RecordRow, List<String>> value) {
        return new Column(
                name, "text", "r." + name + "::text[]", String[]::new, stored -> value.apply(stored.row()).stream()
                        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")));
    }

    /// The columns' names, by commas.
    static String names() {
        return ALL.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /// Their values, of a row of [#rows].
    static String values() {
        return ALL.stream().map(Column::column).collect(Collectors.joining(", "));
    }

    /// What may change of a record: all but what it is found by.
    static String assignments() {
        return ALL.stream()
                .filter(column -> !column.name().equals("day") && !column.name().equals("request_id"))
                .map(column -> column.name() + " = " + column.column())
                .collect(Collectors.joining(", "));
    }

    /// The arguments from [#of] as rows named `r`. Functions that are selected hand over row by row;
    /// in a FROM, Postgres would first write out each array's elements, one array after the other.
    static String rows() {
        return IntStream.range(0, ALL.size())
                .mapToObj(i -> "unnest($%d::%s[]) AS %s"
                        .formatted(i + 1, ALL.get(i).type(), ALL.get(i).name()))
                .collect(Collectors.joining(", ", "(SELECT ", ") AS r"));
    }

    static Tuple of(List<Stored> rows) {
        Tuple arguments = Tuple.tuple();
        ALL.forEach(column -> arguments.addValue(column.of(rows)));
        return arguments;
    }
}
