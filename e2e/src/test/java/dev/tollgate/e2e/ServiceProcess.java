package dev.tollgate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A service's process beside the suite's own, started as a pod starts it: the packaged jar, and an environment of
/// its own and nothing else.
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    /// @param module such as `auth-service`
    ServiceProcess(String module, Map<String, String> environment) {
        this(
                List.of(
                        "-Xmx192m",
                        "-jar",
                        Path.of("..", module, "target/quarkus-app/quarkus-run.jar")
                                .toString()),
                environment);
    }

    /// @param arguments of the Java that runs the tests
    ServiceProcess(List<String> arguments, Map<String, String> environment) {
        try {
            log = Files.createTempFile(Path.of("target"), "process-", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(arguments);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end.
    int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
