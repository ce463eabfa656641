package dev.tollgate.batch.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements on one connection, their parameters in the order of their question marks.
public final class Statements {
    private static final int FETCH = 4;

    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// Reads the row under the cursor.
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// Takes one row after another.
    public interface Taking {
        void take(ResultSet row) throws SQLException;
    }

    /// @return how many rows it changed
    public int change(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /// The first row, if any.
    public <T> Optional<T> first(Reading<T> reading, String sql, @Nullable Object... values) throws SQLException {
        List<T> rows = all(reading, sql, values);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    public <T> List<T> all(Reading<T> reading, String sql, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(row -> rows.add(reading.of(row)), sql, values);
        return rows;
    }

    /// Some rows at a time are in memory, within a transaction.
    public void each(Taking taking, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taking.take(rows);
                }
            }
        }
    }

    /// One statement for many rows of parameters.
    public void many(String sql, Iterable<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (@Nullable Object[] values : rows) {
                set(statement, values);
                statement.addBatch();
                if (++waiting == 1_000) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object[] values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case String[] texts -> statement.setArray(i + 1, array(statement, "text", texts));
                case Integer[] numbers -> statement.setArray(i + 1, array(statement, "int4", numbers));
                case null -> statement.setObject(i + 1, null);
                default -> statement.setObject(i + 1, values[i]);
            }
        }
    }

    private static Array array(PreparedStatement statement, String type, Object[] values) throws SQLException {
        return statement.getConnection().createArrayOf(type, values);
    }
}
