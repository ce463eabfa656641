package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ThreadsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void areStoppedBySigstopAndGoOnBySigcont() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Threads.areStopped(process.pid())).isFalse();
            Signal.STOP.send(process.pid());
            await().until(() -> Threads.areStopped(process.pid()));
            Signal.CONT.send(process.pid());
            await().until(() -> !Threads.areStopped(process.pid()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void ofAProcessThatIsGoneNoneRuns() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        assertThat(Threads.areStopped(process.pid())).isTrue();
    }
}
