package dev.tollgate.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// Loads generated usage into billing's schema, past the service: a day at a time by COPY, then its indexes,
/// roll-ups and ledger. What is generated says `deploy/bench/usage.sql`.
public final class UsageData {
    private static final Pattern PART = Pattern.compile("^-- part: ", Pattern.MULTILINE);
    private static final Pattern END = Pattern.compile(";\\s*\n|;$");

    private final Map<String, String> parts = new HashMap<>();
    private final long records;
    private final int days;
    private final LocalDate first;

    /// @param script `deploy/bench/usage.sql`
    /// @param first of the days, which must have no partitions yet
    public UsageData(Path script, long records, int days, LocalDate first) {
        this.records = records;
        this.days = days;
        this.first = first;
        PART.splitAsStream(read(script)).forEach(part -> {
            int end = part.indexOf('\n');
            parts.put(part.substring(0, end).strip(), part.substring(end + 1).strip());
        });
    }

    /// @param source where the rows are made
    /// @param target where they go; both are superusers in the same database, with `billing` in their search paths
    /// @param progress is told of each day
    public void load(Connection source, Connection target, Consumer<String> progress) throws SQLException {
        for (int day = 0; day < days; day++) {
            LocalDate date = first.plusDays(day);
            Map<String, Object> values = Map.of(
                    "day", date,
                    "name", date.toString().replace("-", ""),
                    "first", first,
                    "days", days,
                    "records", records,
                    "from", firstOf(day),
                    "to", firstOf(day + 1));
            run(target, fill("table", values));
            copy(source, target, values);
            run(target, fill("attach", values));
            progress.accept(date + ": " + firstOf(day + 1) + " records");
        }
        run(target, fill("books", Map.of()));
        progress.accept("roll-ups and ledger are there");
    }

    /// The first record of a day: the generator puts them at equal distances.
    private long firstOf(int day) {
        return Math.ceilDiv(Math.multiplyExact(records, day), days);
    }

    private void copy(Connection source, Connection target, Map<String, Object> values) throws SQLException {
        String into = "COPY usage_record_" + values.get("name") + " (" + fill("columns", values) + ") FROM STDIN";
        CopyOut made = source.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + fill("records", values) + ") TO STDOUT");
        CopyIn taken = target.unwrap(PGConnection.class).getCopyAPI().copyIn(into);
        try {
            for (byte[] row = made.readFromCopy(); row != null; row = made.readFromCopy()) {
                taken.writeToCopy(row, 0, row.length);
            }
            taken.endCopy();
        } finally {
            if (taken.isActive()) {
                taken.cancelCopy();
            }
        }
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : END.splitAsStream(script).toList()) {
                statement.execute(sql);
            }
        }
    }

    private String fill(String part, Map<String, Object> values) {
        String text = parts.getOrDefault(part, "");
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
        }
        return text;
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no generator at " + script, e);
        }
    }
}
