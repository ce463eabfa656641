package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.local.testing.RedisCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What callers say, send and get, their keys and providers' credentials are found in no log, metric, journal,
/// Redis key or value, and database row. Spans are searched by [TracesE2e].
class PrivacyE2e {
    private static final String CANARY = "canary" + UUID.randomUUID().toString().replace("-", "");
    private static final String NAME = "idem-" + CANARY;
    private static final Suite SUITE = Suite.running();

    private static Caller caller;

    /// By every endpoint, in each place where a caller can say something, well and badly; and once more by name.
    @BeforeAll
    static void sayItEverywhere() {
        caller = Caller.rich();
        List<String> chats = List.of("demo", "demo-free", "fault-503", "fault-400", "fault-leak", CANARY);
        for (String model : chats) {
            for (boolean stream : new boolean[] {false, true}) {
                caller.post(
                        "/v1/chat/completions",
                        "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"user\":\"" + CANARY
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + CANARY + "\"}]}");
            }
        }
        caller.post("/v1/chat/completions", "{\"model\":\"demo\",\"messages\":\"" + CANARY);
        caller.post("/v1/embeddings", "{\"model\":\"demo-embedding\",\"input\":\"" + CANARY + "\"}");
        caller.post("/v1/images/generations", "{\"model\":\"demo-image\",\"prompt\":\"" + CANARY + "\"}");
        caller.post("/v1/audio/speech", "{\"model\":\"demo-speech\",\"voice\":\"alloy\",\"input\":\"" + CANARY + "\"}");
        caller.post(
                "/v1/rerank",
                "{\"model\":\"demo-rerank\",\"query\":\"" + CANARY + "\",\"documents\":[\"" + CANARY + "\"]}");
        caller.upload(
                "/v1/audio/transcriptions",
                CANARY.getBytes(StandardCharsets.UTF_8),
                Map.of("model", "demo-transcribe", "prompt", CANARY));
        caller.get("/v1/models/" + CANARY);
        for (int i = 0; i < 2; i++) {
            int status = SUITE.send(HttpRequest.newBuilder(SUITE.edge(1).resolve("/v1/chat/completions"))
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + caller.secret())
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", NAME)
                            .POST(BodyPublishers.ofString(Ask.plain("demo", CANARY, 20)))
                            .build())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        }
    }

    /// Providers' credentials are in the processes' environment or sealed; `demo-all` gives every provider this
    /// one.
    private static String[] secrets() {
        return new String[] {
            CANARY,
            Base64.getEncoder()
                    .encodeToString(CANARY.getBytes(StandardCharsets.UTF_8))
                    .substring(0, 40),
            caller.secret(),
            "demo-secret",
            SUITE.stack().adminToken(),
            SUITE.stack().internalToken()
        };
    }

    @Test
    void noLogTellsIt() throws IOException {
        Path log = SUITE.stack().process("edge").log();
        await().untilAsserted(() -> assertThat(Files.readString(log)).contains("\"endpoint\":\"rerank\""));
        try (Stream<Path> logs = Files.list(log.toAbsolutePath().getParent())) {
            assertThat(logs).isNotEmpty().allSatisfy(file -> clean(file.toString(), read(file)));
        }
    }

    @Test
    void noMetricTellsIt() {
        assertThat(SUITE.services().keySet())
                .allSatisfy(service -> clean(service, SUITE.metrics(service).toString()));
    }

    @Test
    void noJournalTellsIt() {
        for (int edge = 1; edge <= SUITE.stack().edges(); edge++) {
            List<JournalFiles.Written> frames = SUITE.journal(edge).frames();
            assertThat(frames).isNotEmpty();
            frames.forEach(frame -> clean("journal", frame.json().toString()));
        }
    }

    @Test
    void redisDoesNotTellIt() throws IOException {
        try (RedisCall redis =
                new RedisCall(URI.create(SUITE.stack().redisUrl()).getPort())) {
            List<?> keys = (List<?>) redis.of("KEYS", "*");
            assertThat(keys)
                    .as("what is kept for the Idempotency-Key, at least")
                    .isNotEmpty();
            for (Object key : keys) {
                clean("Redis' keys", key.toString());
                clean(key.toString(), value(redis, key.toString()));
            }
        }
    }

    private static String value(RedisCall redis, String key) throws IOException {
        return switch (redis.of("TYPE", key).toString()) {
            case "string" -> redis.of("GET", key).toString();
            case "hash" -> redis.of("HGETALL", key).toString();
            case "zset" -> redis.of("ZRANGE", key, "0", "-1").toString();
            case "set" -> redis.of("SMEMBERS", key).toString();
            case "list" -> redis.of("LRANGE", key, "0", "-1").toString();
            default -> "";
        };
    }

    @Test
    void noRowTellsIt() throws SQLException {
        await().untilAsserted(() -> assertThat(rows().getOrDefault("billing.usage_record", List.of()))
                .anyMatch(row -> row.contains("rerank")));
        Map<String, List<String>> rows = rows();
        assertThat(rows.keySet())
                .anyMatch(table -> table.startsWith("auth."))
                .anyMatch(table -> table.startsWith("routing."));
        rows.forEach((table, all) -> all.forEach(row -> clean(table, row)));
    }

    /// All rows of all tables, as text.
    private static Map<String, List<String>> rows() throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection database = SUITE.stack().database();
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("""
                    SELECT table_schema || '.' || table_name FROM information_schema.tables
                    WHERE table_schema IN ('auth', 'routing', 'billing') AND table_type = 'BASE TABLE'""")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                List<String> all = rows.computeIfAbsent(table, name -> new ArrayList<>());
                try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        all.add(row.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    private static void clean(String where, String text) {
        assertThat(text).as(where).doesNotContainIgnoringCase(secrets()[0]);
        assertThat(text).as(where).doesNotContain(secrets());
    }

    /// A log may hold bytes that are no text.
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
