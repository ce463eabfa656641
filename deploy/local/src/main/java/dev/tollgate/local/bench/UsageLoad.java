package dev.tollgate.local.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Loads usage of 30 days into the database of a suite that runs, with the accounts it belongs to.
public final class UsageLoad {
    static final int DAYS = 30;

    private UsageLoad() {}

    /// Where the database is say the same variables as for the services.
    ///
    /// @param words `deploy/bench/usage.sql`, how many records
    public static void main(String... words) throws SQLException {
        try (Connection source = connection();
                Connection target = connection()) {
            load(Path.of(words[0]), source, target, Long.parseLong(words[1]), System.err::println);
        }
    }

    static LocalDate first() {
        return LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
    }

    /// @param source where the rows are made
    /// @param target where they go
    static void load(Path script, Connection source, Connection target, long records, Consumer<String> progress)
            throws SQLException {
        for (Connection connection : List.of(source, target)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = billing; SET TimeZone = 'UTC'; SET synchronous_commit = off;"
                        + " SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'; SET statement_timeout = 0");
            }
        }
        new UsageData(script, records, DAYS, first()).load(source, target, progress);
        try (Statement statement = target.createStatement()) {
            // The management API asks auth whether there is such an account.
            statement.execute("INSERT INTO auth.account (id, name, group_id, status, created_at)"
                    + " SELECT id, id, 'default', 'ACTIVE', now() FROM billing.account WHERE id LIKE 'acct_bench_%'");
            statement.execute("CHECKPOINT");
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                variable("TOLLGATE_DB_JDBC_URL"), variable("TOLLGATE_DB_USER"), variable("TOLLGATE_DB_PASSWORD"));
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> name + " is not set");
    }
}
