package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path path;

    @Test
    void isHeldByOneAtATime() {
        try (DataDirectory held = DataDirectory.take(path)) {
            assertThatThrownBy(() -> DataDirectory.take(path))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith("Tollgate is already running here");
            assertThat(held).isNotNull();
        }
        DataDirectory.take(path).close();
    }

    @Test
    void endsOnlyLeftoversOfItsOwn() throws IOException {
        Process foreign = new ProcessBuilder("sleep", "300").start();
        Process named = new ProcessBuilder("tail", "-f", touch(path.resolve("mine"))).start();
        Files.writeString(
                path.resolve("processes"),
                "other " + foreign.pid() + " http://x/ log\nmine " + named.pid() + " http://x/ log\n");

        try (DataDirectory directory = DataDirectory.take(path)) {
            assertThat(directory.endLeftovers()).containsExactly("mine");
            assertThat(named.isAlive()).isFalse();
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void startsACrashedProcessAgainAndSaysSo() throws IOException {
        List<String> said = new CopyOnWriteArrayList<>();
        ProcessPlan plan = new ProcessPlan(
                "sleeper",
                List.of("sleep", "300"),
                Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))),
                path,
                path.resolve("sleeper.log"),
                URI.create("tcp://127.0.0.1:1"),
                Signal.TERM,
                Duration.ofSeconds(5));
        StackProcess process = new StackProcess(plan, new Readiness(), said::add, () -> {});
        process.start();
        long first = process.pid();

        process.crash();

        Awaitility.await().until(() -> process.pid() > 0 && process.pid() != first);
        assertThat(said).singleElement().asString().contains("sleeper ended by itself (exit 137)");
        process.stop();
        assertThat(process.pid()).isEqualTo(-1);
    }

    private static String touch(Path file) throws IOException {
        return Files.createFile(file).toString();
    }
}
