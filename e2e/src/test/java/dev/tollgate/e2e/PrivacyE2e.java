package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.e2e.TraceSink.Span;
import dev.tollgate.local.stack.Stack;
import dev.tollgate.local.stack.StackBuilder;
import dev.tollgate.local.testing.RedisCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What callers say, send and get, their keys and providers' credentials are found in no log, span, metric,
/// journal, Redis key or value, database row, and in no file of the suite's at all. Each place is shown to be
/// searched: what may be there, a request's id at the least, is found by the same search.
class PrivacyE2e {
    private static final Path DATA = PrivateWords.directory();
    private static final int MIB = 1 << 20;
    /// What is unpacked from jars, and never written to afterwards.
    private static final Set<String> PROGRAMS = Set.of("programs", "archives");

    private static @Nullable TraceSink sink;
    private static @Nullable Suite suite;
    private static @Nullable PrivateWords words;
    private static Suite.@Nullable Customer customer;

    @BeforeAll
    static void sayItEverywhere() throws IOException {
        TraceSink traces = new TraceSink();
        sink = traces;
        StackBuilder builder = Stack.builder()
                .home(Path.of("..").toAbsolutePath().normalize())
                .dataDirectory(DATA)
                .catalogue(PrivateWords.catalogue())
                .demoAll(true)
                .environment("*", "TOLLGATE_EDGE_ACCESS_LOG", "all")
                .environment("*", "TOLLGATE_OTEL_DISABLED", "false")
                .environment("*", "OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint())
                .environment("*", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .environment("*", "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                .environment("*", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + Files.createDirectories(temporary()))
                .environment("edge", "TOLLGATE_EDGE_FETCH_ALLOW", "127.0.0.1/32");
        PrivateWords.credentials(builder);
        Suite started = new Suite(builder.build().start());
        suite = started;
        Suite.Customer rich = started.customer(100 * Suite.CREDIT, "\"limits\":{\"rpm\":10000}");
        customer = rich;
        PrivateWords all = new PrivateWords(new Caller(started, rich.secret()));
        words = all;
        all.sayAll();
        Books books = new Books(started);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(books.records(rich)).hasSizeGreaterThan(30));
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            suite.stack().close();
        }
        if (sink != null) {
            sink.close();
        }
    }

    @Test
    void theSearchFindsEveryForm() {
        String said = "x" + PrivateWords.SAID.text() + "y";
        for (String before : List.of("", "1", "22")) {
            byte[] bytes = (before + said).getBytes(StandardCharsets.UTF_8);
            assertThat(PrivateWords.SAID.isIn(Base64.getEncoder().encodeToString(bytes)))
                    .isTrue();
            assertThat(PrivateWords.SAID.isIn(Base64.getUrlEncoder().encodeToString(bytes)))
                    .isTrue();
            assertThat(PrivateWords.SAID.isIn("\\x" + HexFormat.of().formatHex(bytes)))
                    .isTrue();
        }
        assertThat(PrivateWords.SAID.isIn(said.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(PrivateWords.SAID.isIn(Canary.fresh("canary").text())).isFalse();
    }

    /// Else nothing was to be found anywhere: the provider at the other end was told all of it.
    @Test
    void theProvidersHeardIt() {
        DemoLog log = new DemoLog(suite());
        assertThat(log.with(PrivateWords.SAID.text())).hasSizeGreaterThan(10);
        String heard = log.whole();
        assertThat(List.of(PrivateWords.SAID, PrivateWords.FILE, PrivateWords.FILE_NAME))
                .allMatch(canary -> canary.isIn(heard));
    }

    @Test
    void noLogTellsIt() {
        Map<String, String> logs = new TreeMap<>();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            logs.putAll(files(DATA.resolve("logs")));
            assertThat(logs.getOrDefault("logs/edge.log", "")).contains(requestIds());
        });
        assertThat(logs.keySet())
                .contains("logs/auth.log", "logs/billing.log", "logs/console.log", "logs/ratelimit.log")
                .contains("logs/routing.log", "logs/demo.log");
        logs.forEach(PrivacyE2e::clean);
    }

    @Test
    void noSpanTellsIt() {
        TraceSink traces = Objects.requireNonNull(sink);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(traces.raw()).contains(requestIds());
            assertThat(traces.spans().stream().map(Span::service).collect(Collectors.toSet()))
                    .contains("tollgate-edge", "tollgate-auth", "tollgate-billing", "tollgate-ratelimit")
                    .contains("tollgate-console");
        });
        traces.spans().forEach(span -> clean("span", span.toString()));
        clean("spans", traces.raw());
    }

    @Test
    void noMetricTellsIt() {
        suite().services().keySet().forEach(service -> {
            String metrics = suite().metrics(service).text();
            assertThat(metrics).as(service).contains("jvm_memory_used_bytes");
            clean(service, metrics);
        });
        assertThat(suite().metrics("edge").text()).contains("provider=\"keyed\"");
    }

    @Test
    void noJournalTellsIt() {
        List<JournalFiles.Written> frames = new JournalFiles(DATA.resolve("edge-1/journal")).frames();
        String all = frames.stream().map(frame -> frame.json().toString()).collect(Collectors.joining("\n"));
        assertThat(all).contains(requestIds()).contains(PrivateWords.CLIENTS_ID);
        clean("journal", all);
    }

    @Test
    void redisDoesNotTellIt() throws IOException {
        try (RedisCall redis =
                new RedisCall(URI.create(suite().stack().redisUrl()).getPort())) {
            Map<String, String> all = redis(redis);
            assertThat(all.keySet().toString()).contains(customer().account(), "tollgate:idempotency:");
            assertThat(all.values().stream().filter(value -> value.startsWith("a:")))
                    .as("answers that are kept, sealed: of two names, and of a batch's lines")
                    .hasSizeBetween(4, 5);
            all.forEach((key, value) -> clean("a key of Redis", key));
            all.forEach(PrivacyE2e::clean);
            everyTypeIsRead(redis);
        }
    }

    private static void everyTypeIsRead(RedisCall redis) throws IOException {
        redis.of("SET", "control:string", "told");
        redis.of("HSET", "control:hash", "told", "1");
        redis.of("ZADD", "control:zset", "1", "told");
        redis.of("SADD", "control:set", "told");
        redis.of("RPUSH", "control:list", "told");
        Map<String, String> all = redis(redis);
        all.keySet().removeIf(key -> !key.startsWith("control:"));
        assertThat(all).hasSize(5);
        assertThat(all.values()).allMatch(value -> value.contains("told"));
        for (String key : all.keySet()) {
            redis.of("DEL", key);
        }
    }

    private static Map<String, String> redis(RedisCall redis) throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Object key : (List<?>) redis.of("KEYS", "*")) {
            String name = key.toString();
            String type = redis.of("TYPE", name).toString();
            all.put(
                    name,
                    switch (type) {
                        case "none" -> "";
                        case "string" -> redis.of("GET", name).toString();
                        case "hash" -> redis.of("HGETALL", name).toString();
                        case "zset" -> redis.of("ZRANGE", name, "0", "-1").toString();
                        case "set" -> redis.of("SMEMBERS", name).toString();
                        case "list" -> redis.of("LRANGE", name, "0", "-1").toString();
                        default -> throw new AssertionError("a type that is not searched: " + type);
                    });
        }
        return all;
    }

    @Test
    void noRowTellsIt() {
        Map<String, String> rows = new TreeMap<>();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            rows.putAll(rows());
            assertThat(rows.getOrDefault("billing.usage_record", ""))
                    .contains(requestIds())
                    .contains(PrivateWords.CLIENTS_ID);
        });
        assertThat(String.join("\n", rows.values())).contains(customer().keyId());
        assertThat(schemas(rows)).contains("auth", "billing", "routing");
        rows.forEach(PrivacyE2e::clean);
    }

    private static Set<String> schemas(Map<String, String> rows) {
        return rows.entrySet().stream()
                .filter(table -> !table.getValue().isEmpty())
                .map(table -> table.getKey().substring(0, table.getKey().indexOf('.')))
                .collect(Collectors.toSet());
    }

    /// All rows of all tables, every column as text: bytes in hexadecimal.
    private static Map<String, String> rows() throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection database = suite().stack().database();
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("""
                    SELECT table_schema || '."' || table_name || '"' FROM information_schema.tables
                    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'""")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                StringBuilder all = new StringBuilder();
                try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        all.append(row.getString(1)).append('\n');
                    }
                }
                rows.put(table.replace("\"", ""), all.toString());
            }
        }
        return rows;
    }

    /// Postgres' own files and log of changes, Redis' log of commands, the journal: what was written for a moment
    /// only, too. The launcher's own two files hold what an operator needs, and nothing else does.
    @Test
    void noFileTellsIt() throws IOException {
        Map<String, String> files = files(DATA);
        assertThat(holders(files, new Canary(customer().account())))
                .as("the search reads them all")
                .anyMatch(file -> file.startsWith("postgres/"))
                .anyMatch(file -> file.startsWith("redis/"))
                .anyMatch(file -> file.startsWith("logs/"))
                .anyMatch(file -> file.startsWith("edge-1/journal/"));
        for (Canary canary : secrets()) {
            assertThat(holders(files, canary)).as(canary.toString()).isEmpty();
        }
        assertThat(holders(files, new Canary(suite().stack().adminToken()))).containsExactly("credentials");
        assertThat(holders(files, new Canary(suite().stack().internalToken()))).containsExactly("secrets");
        for (String secret : List.of("credentials", "secrets")) {
            assertThat(Files.getPosixFilePermissions(DATA.resolve(secret)))
                    .as(secret)
                    .allMatch(permission -> permission.name().startsWith("OWNER_"));
        }
    }

    private static Set<String> holders(Map<String, String> files, Canary canary) {
        Set<String> holders = new TreeSet<>();
        files.forEach((file, text) -> {
            if (canary.isIn(text)) {
                holders.add(file);
            }
        });
        return holders;
    }

    /// An upload lies in a file that has no name and is open while its request lasts, and after it nothing is left.
    @Test
    void noUploadIsLeftBehind() throws IOException {
        try (Wire wire = new Wire(suite().edge(1))) {
            wire.write("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + customer().secret() + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                    + MIB + "\r\n\r\n--b\r\nContent-Disposition: form-data; name=file; filename="
                    + PrivateWords.FILE_NAME.text() + ".wav\r\n\r\n" + PrivateWords.FILE.text());
            await().atMost(Duration.ofSeconds(10)).until(() -> !openUploads().isEmpty());
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> openUploads().isEmpty());
        assertThat(files(DATA.resolve("edge-1/uploads"))).isEmpty();
        assertThat(files(temporary()))
                .as("what the services put into the temporary directory")
                .allSatisfy(PrivacyE2e::clean)
                .allSatisfy((file, text) -> assertThat(file).endsWith(".so"));
    }

    private static List<String> openUploads() throws IOException {
        Path open = Path.of("/proc", Long.toString(suite().process("edge").pid()), "fd");
        List<String> uploads = new ArrayList<>();
        try (Stream<Path> all = Files.list(open)) {
            for (Path one : all.toList()) {
                try {
                    String target = Files.readSymbolicLink(one).toString();
                    if (target.contains("/uploads/")) {
                        uploads.add(target);
                    }
                } catch (IOException e) {
                    // It was closed meanwhile.
                }
            }
        }
        return uploads;
    }

    private static Path temporary() {
        return DATA.resolve("tmp");
    }

    /// The text of each file below, by its name in the suite's directory.
    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.toList()) {
                String name = DATA.relativize(file).toString();
                if (PROGRAMS.stream().noneMatch(program -> name.startsWith(program + "/"))
                        && Files.isRegularFile(file)) {
                    read(file).ifPresent(text -> files.put(name, text));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return files;
    }

    /// Nothing when it was taken away meanwhile.
    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Canary> secrets() {
        return List.of(
                PrivateWords.SAID,
                PrivateWords.FILE,
                PrivateWords.FILE_NAME,
                PrivateWords.NAME,
                PrivateWords.CREDENTIAL,
                new Canary(customer().secret()));
    }

    private static void clean(String where, String text) {
        List<Canary> all = new ArrayList<>(secrets());
        all.add(new Canary(suite().stack().adminToken()));
        all.add(new Canary(suite().stack().internalToken()));
        all.forEach(canary -> assertThat(canary.isIn(text))
                .as(() -> canary + " in " + where + ": " + around(text, canary))
                .isFalse());
    }

    private static String around(String text, Canary canary) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(canary.text().toLowerCase(Locale.ROOT));
        return at < 0 ? "in another form" : text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 60));
    }

    private static String[] requestIds() {
        return Objects.requireNonNull(words).requestIds().toArray(String[]::new);
    }

    private static Suite.Customer customer() {
        return Objects.requireNonNull(customer);
    }

    private static Suite suite() {
        return Objects.requireNonNull(suite);
    }
}
