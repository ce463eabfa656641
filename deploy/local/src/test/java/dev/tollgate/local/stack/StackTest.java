package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real stores and the real demo provider around services that are stand-ins.
class StackTest {

    private static final List<String> SERVICES =
            List.of("edge", "console", "auth", "routing", "billing", "ratelimit", "batch");

    @TempDir
    private Path home;

    @BeforeEach
    void buildStandIns() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/catalogue.yaml"), "version: 1\n");
        for (String service : SERVICES) {
            jar(home.resolve(service + "-service/target/quarkus-app/quarkus-run.jar"));
        }
    }

    @Test
    void startsKeepsItsStateAndStopsInOrder() throws Exception {
        String admin;
        List<Long> pids;
        List<String> ports;
        try (Stack stack = builder().edges(2).build().start()) {
            admin = stack.adminToken();
            assertThat(stack.apiKey()).isEqualTo("sk-made-once");
            assertThat(Files.readString(home.resolve(".tollgate/credentials")))
                    .isEqualTo("admin_token=" + admin + "\napi_key=sk-made-once\ndemo_password=" + stack.demoPassword()
                            + "\n");
            assertThat(stack.demoPassword()).hasSizeGreaterThan(16);
            write(stack, "CREATE TABLE kept AS SELECT 7 AS value");
            pids = stack.processes().stream().map(StackProcess::pid).toList();
            ports = List.of("console", "ratelimit", "auth", "routing", "billing").stream()
                    .map(name -> Integer.toString(stack.process(name).baseUrl().getPort()))
                    .toList();
            assertThat(pids).hasSize(11).allMatch(pid -> pid > 0);
        }
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        assertThat(Files.readAllLines(home.resolve(".tollgate/ends")))
                .hasSize(8)
                .endsWith(ports.toArray(String[]::new));

        try (Stack again = builder().build().start();
                Connection database = again.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT value FROM kept")) {
            assertThat(again.adminToken()).isEqualTo(admin);
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void isBrokenOnPurposeByTests() {
        try (Stack stack = builder().build().start()) {
            StackProcess auth = stack.process("auth");
            long first = auth.pid();

            auth.crash();
            Awaitility.await().until(() -> auth.pid() > 0 && auth.pid() != first);
            auth.awaitReady(Duration.ofSeconds(20));
            auth.kill();
            assertThat(auth.pid()).isEqualTo(-1);
            auth.start();
            auth.awaitReady(Duration.ofSeconds(20));

            auth.pause();
            assertThatThrownBy(() -> auth.awaitReady(Duration.ofMillis(100))).isInstanceOf(StackException.class);
            auth.resume();
            auth.awaitReady(Duration.ofSeconds(20));
        }
    }

    /// The edge would be waited for two minutes.
    @Test
    @Timeout(60)
    void aServiceThatCannotStartIsToldAtOnceWithItsReason() {
        String failure =
                "{\"level\":\"ERROR\",\"message\":\"Failed to start application\",\"exception\":{\"message\":\"outer\","
                        + "\"causedBy\":{\"exception\":{\"message\":\"no such schema\"}}}}";
        StackBuilder broken = builder()
                .environment("auth", "FAKE_LAST_WORDS", failure)
                .environment("edge", "FAKE_NEVER_READY", "true");

        assertThatThrownBy(() -> broken.build().start())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("auth does not start: Failed to start application: no such schema – see ")
                .hasMessageEndingWith("auth.log");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(home.toString())))
                .isEmpty();
    }

    @Test
    @Timeout(60)
    void aMistakeInTheCatalogueIsToldWithItsLineAndField() {
        String problems = "\"problems\":[{\"line\":5,\"field\":\"providers[0].base_url\",\"message\":\"not a URL\"}]}";
        String told = "the catalogue " + home.resolve("config/catalogue.yaml")
                + " is not valid: line 5, providers[0].base_url: not a URL";
        StackBuilder broken = builder()
                .environment("routing", "FAKE_CATALOGUE", "{\"version\":\"\"," + problems)
                .environment("edge", "FAKE_NEVER_READY", "true");
        assertThatThrownBy(() -> broken.build().start())
                .isInstanceOf(StackException.class)
                .hasMessage(told);

        List<String> lines = new CopyOnWriteArrayList<>();
        StackBuilder older = builder()
                .output(lines::add)
                .environment("routing", "FAKE_CATALOGUE", "{\"version\":\"v1\"," + problems);
        try (Stack stack = older.build().start()) {
            assertThat(stack.process("edge").pid()).isPositive();
        }
        assertThat(lines).contains(told + "; the one before stays in force");
    }

    @Test
    @Timeout(60)
    void onesOwnStoresThatDoNotLetUsInAreToldAtOnce() {
        assertThatThrownBy(() -> builder()
                        .postgres("postgresql://tollgate:wrong@127.0.0.1:1/tollgate")
                        .build()
                        .start())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("Postgres at 127.0.0.1:1 does not let us in: ")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> builder().redis("redis://127.0.0.1:1").build().start())
                .isInstanceOf(StackException.class)
                .hasMessage("Redis does not answer at 127.0.0.1:1");
        assertThatThrownBy(() -> builder().redis("redis://127.0.0.1").build().start())
                .isInstanceOf(StackException.class)
                .hasMessage("--redis must be redis://host:port");
    }

    @Test
    void saysWhatIsNotBuiltAndLeavesNothingRunning() throws IOException {
        Files.delete(home.resolve("auth-service/target/quarkus-app/quarkus-run.jar"));

        assertThatThrownBy(() -> builder().build().start())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("auth-service is not built");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(home.toString())))
                .isEmpty();
    }

    @Test
    void aProgramOfOnesChoiceRunsInsteadOfABuild() throws IOException {
        Path jar = home.resolve("auth-service/target/quarkus-app/quarkus-run.jar");
        Path elsewhere = Files.move(jar, home.resolve("elsewhere.jar"));
        Path programs = Files.createDirectory(home.resolve("programs"));
        Path program = programs.resolve("auth");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(program, "#!/bin/sh\ntouch own-program\nexec " + java + " -jar " + elsewhere + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        try (Stack stack = builder().programs(programs).build().start()) {
            assertThat(stack.process("auth").pid()).isPositive();
        }
        assertThat(home.resolve(".tollgate/own-program")).exists();
    }

    private StackBuilder builder() {
        return Stack.builder().home(home);
    }

    private static void write(Stack stack, String sql) throws SQLException {
        try (Connection database = stack.database();
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void jar(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream code = Objects.requireNonNull(FakeService.class.getResourceAsStream("/" + entry))) {
            jar.putNextEntry(new JarEntry(entry));
            code.transferTo(jar);
        }
    }
}
