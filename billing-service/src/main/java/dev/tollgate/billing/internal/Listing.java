package dev.tollgate.billing.internal;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list's statement, newest first, that reads a page from an index and no row beside it, however deep the page:
/// equal conditions first, then one bound at each end of the list's order.
///
/// Of two bounds at one end Postgres begins at the one that is written first and walks to the other: the caller gives
/// the narrower, and the day, which tells partitions apart, is compared alone only after it. Days and the limit are in
/// the text, so that Postgres knows which partitions there are and how few rows are wanted even when it plans a
/// statement once for all values.
public final class Listing {
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final StringBuilder sql;
    private final Tuple arguments = Tuple.tuple();

    /// @param select up to its first condition: `SELECT … FROM … WHERE true`
    public Listing(String select) {
        sql = new StringBuilder(select.strip());
    }

    /// A condition that ends where its value belongs; none when the value is null.
    public Listing where(String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" AND ").append(condition).append(place(value));
        }
        return this;
    }

    /// A condition that asks of a value given before.
    public Listing and(String condition) {
        sql.append(" AND ").append(condition);
        return this;
    }

    /// The position that the next value will have.
    public int next() {
        return arguments.size() + 1;
    }

    /// No row comes after these values in ascending order. Both bounds include what they name: from a bound that
    /// does not, Postgres guesses that a partition of the very day holds nothing, and takes any index for it.
    ///
    /// @param columns the first of the order's
    public Listing upTo(List<String> columns, List<Object> values) {
        return compare(columns, "<=", values).ofDay("<=", columns, values);
    }

    /// No row comes before these values.
    public Listing from(List<String> columns, List<Object> values) {
        return compare(columns, ">=", values).ofDay(">=", columns, values);
    }

    /// Not the row of the cursor itself.
    public Listing except(List<String> columns, List<Object> values) {
        return compare(columns, "<>", values);
    }

    private Listing compare(List<String> columns, String operator, List<Object> values) {
        List<String> places = new ArrayList<>();
        values.forEach(value -> places.add(place(value)));
        sql.append(" AND (")
                .append(String.join(", ", columns))
                .append(") ")
                .append(operator)
                .append(" (")
                .append(String.join(", ", places))
                .append(')');
        return this;
    }

    /// Which partitions may hold such rows, where the day is the first of several columns.
    private Listing ofDay(String operator, List<String> columns, List<Object> values) {
        return columns.size() > 1 && values.getFirst() instanceof LocalDate day
                ? where(columns.getFirst() + " " + operator + " ", day)
                : this;
    }

    /// The rows next to the cursor first, and one more than the page shows.
    public Listing order(List<String> columns, PageAsk ask) {
        return order(columns, ask, ask.limit() + 1);
    }

    /// The rows next to the cursor first, and no more than so many.
    public Listing order(List<String> columns, PageAsk ask, int rows) {
        String direction = ask.backwards() ? "" : " DESC";
        sql.append(" ORDER BY ").append(String.join(direction + ", ", columns)).append(direction);
        sql.append(" LIMIT ").append(rows);
        return this;
    }

    private String place(Object value) {
        if (value instanceof LocalDate day) {
            return "date '" + (day.isAfter(LAST_DAY) ? LAST_DAY : day) + "'";
        }
        arguments.addValue(value);
        return "$" + arguments.size();
    }

    public String sql() {
        return sql.toString();
    }

    public Tuple arguments() {
        return arguments;
    }
}
