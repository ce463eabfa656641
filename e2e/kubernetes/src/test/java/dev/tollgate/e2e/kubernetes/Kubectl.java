package dev.tollgate.e2e.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The administrator's own program, bounded in time. The cluster is the one of `KUBECONFIG`.
final class Kubectl {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = System.getenv().getOrDefault("TOLLGATE_KUBECTL", "kubectl");

    private Kubectl() {}

    /// @param code what the program ended with
    record Outcome(int code, String out, String err) {
        boolean succeeded() {
            return code == 0;
        }
    }

    /// What it prints; fails the test when it does not succeed.
    static String run(String... arguments) {
        return run(PATIENCE, "", List.of(arguments));
    }

    static String run(Duration patience, String input, List<String> arguments) {
        Outcome outcome = attempt(patience, input, arguments);
        if (!outcome.succeeded()) {
            throw new AssertionError(
                    "kubectl " + String.join(" ", arguments) + " ended with " + outcome.code() + ": " + outcome.err());
        }
        return outcome.out();
    }

    static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return read(run(PATIENCE, "", all));
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static Outcome attempt(Duration patience, String input, List<String> arguments) {
        return program(command(arguments.toArray(String[]::new)), patience, input);
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs a program with its input; both outputs go to files, so that neither can block it.
    static Outcome program(List<String> command, Duration patience, String input) {
        try {
            Path in = Files.createTempFile("kubectl", ".in");
            Path out = Files.createTempFile("kubectl", ".out");
            Path err = Files.createTempFile("kubectl", ".err");
            try {
                Files.writeString(in, input, StandardCharsets.UTF_8);
                Process process = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Outcome(-1, "", "did not end within " + patience);
                }
                return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.deleteIfExists(in);
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
