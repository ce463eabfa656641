package dev.tollgate.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A real Keycloak with one realm, `staff`, whose people are `ada`, `bo` (whose address is not verified), `cy` and
/// `dee`. All are asked whether the Console may know them. The build unpacks it; the first start, in which it builds
/// itself, lasts some minutes on a busy machine.
final class Keycloak implements AutoCloseable {
    static final String PASSWORD = "of-the-tests-alone";
    static final String SECRET = "a-secret-of-the-tests";

    private static final Path UNPACKED = Path.of("target", "keycloak");
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(6);

    private final Process process;
    private final URI issuer;

    private Keycloak(Process process, URI issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /// @param console the only one that it sends people back to
    /// @param address cy's, which is verified
    static Keycloak start(Suite suite, int port, URI console, String address) {
        try {
            Path home = home();
            delete(home.resolve("data"));
            Path realms = Files.createDirectories(home.resolve("data").resolve("import"));
            Files.writeString(realms.resolve("realm.json"), realm(console, address));
            File log = Path.of("target", "keycloak.log").toFile();
            ProcessBuilder builder = new ProcessBuilder(
                            "bash",
                            home.resolve("bin/kc.sh").toString(),
                            "start-dev",
                            "--http-host=127.0.0.1",
                            "--http-port=" + port,
                            "--import-realm")
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx400m");
            builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
            URI issuer = URI.create("http://127.0.0.1:" + port + "/realms/staff");
            Keycloak started = new Keycloak(builder.start(), issuer);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            await("Keycloak, see " + log)
                    .atMost(STARTS_WITHIN)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() ->
                            suite.send(HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                                                    .timeout(Duration.ofSeconds(10))
                                                    .build())
                                            .statusCode()
                                    == 200);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI issuer() {
        return issuer;
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private static Path home() throws IOException {
        try (Stream<Path> unpacked = Files.list(UNPACKED)) {
            return unpacked.filter(path -> Files.exists(path.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private static String realm(URI console, String address) throws IOException {
        try (InputStream file = Objects.requireNonNull(Keycloak.class.getResourceAsStream("/keycloak/realm.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("CONSOLE", console.toString())
                    .replace("SECRET", SECRET)
                    .replace("PASSWORD", PASSWORD)
                    .replace("KNOWN", address);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(directory)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path one : all) {
                Files.delete(one);
            }
        }
    }
}
