package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A backup of the running Postgres is put in its place under the running suite, as docs/day-two.md tells: what came
/// after the backup is gone, nothing else is, and the books agree.
class RestoreE2e {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BODY = Ask.plain("demo", "Hello!", 32);

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void aRestoredDatabaseLosesWhatCameAfterItsBackupAndNothingElse() throws Exception {
        long given = 10 * Suite.CREDIT;
        Suite.Customer customer = suite.customer(given, "");
        List<String> kept = new ArrayList<>(answered(customer, 5));
        Path data = dataDirectory();
        Path backup = backup(data);
        Suite.Customer late = suite.customer(Suite.CREDIT, "");
        answered(late, 1);
        answered(customer, 5);

        suite.process("postgres").kill();
        kept.add(ask(customer, 1));
        kept.add(ask(customer, 2));
        Files.move(data, data.resolveSibling(data.getFileName() + "-lost"));
        Files.move(backup, data);
        suite.startAgain("postgres");

        await("what was made after the backup is unknown").atMost(SOON).untilAsserted(() -> {
            assertThat(suite.ask(1, late.secret(), BODY).statusCode()).isEqualTo(401);
            assertThat(suite.ask(2, late.secret(), BODY).statusCode()).isEqualTo(401);
        });
        kept.add(ask(customer, 1));
        kept.add(ask(customer, 2));
        await("what edges held is posted to the restored books")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(ids(customer)).containsExactlyInAnyOrderElementsOf(kept));
        books.awaitNothingHeld(customer);
        assertThat(books.balance(customer)).isEqualTo(given - Books.charges(books.records(customer)));
        books.verify();
    }

    /// Asks both edges in turn, and waits for the records.
    private List<String> answered(Suite.Customer customer, int times) {
        List<String> before = ids(customer);
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answered.add(ask(customer, 1 + i % 2));
        }
        await().atMost(SOON).until(() -> ids(customer).size() == before.size() + times);
        return answered;
    }

    private String ask(Suite.Customer customer, int edge) {
        var answer = suite.ask(edge, customer.secret(), BODY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private List<String> ids(Suite.Customer customer) {
        return books.records(customer).stream()
                .map(record -> record.get("id").textValue())
                .toList();
    }

    private Path dataDirectory() throws SQLException {
        try (Connection connection = suite.stack().database();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT current_setting('data_directory')")) {
            result.next();
            return Path.of(result.getString(1));
        }
    }

    /// Postgres' own low-level backup: files copied between its start and its end, then the log of that time.
    private Path backup(Path data) throws SQLException, IOException, InterruptedException {
        Path backup = data.resolveSibling(data.getFileName() + "-backup");
        try (Connection connection = suite.stack().database();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('e2e', true)");
            copy(data, backup);
            try (ResultSet result = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                result.next();
                Files.writeString(backup.resolve("backup_label"), result.getString(1));
            }
        }
        copy(data.resolve("pg_wal"), backup);
        Files.deleteIfExists(backup.resolve("postmaster.pid"));
        return backup;
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
}
