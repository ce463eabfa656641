package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's `curl` samples, as they stand but for address and key, with no provider's key.
class ReadmeE2e {
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\n(curl .*?)```");
    private static final List<String> ENDPOINTS = List.of(
            "/v1/chat/completions",
            "/v1/completions",
            "/v1/embeddings",
            "/v1/images/generations",
            "/v1/images/edits",
            "/v1/images/variations",
            "/v1/audio/speech",
            "/v1/audio/transcriptions",
            "/v1/audio/translations",
            "/v1/moderations",
            "/v1/rerank",
            "/v1/models",
            "/v1/realtime");
    private static final int TIMED_OUT = 28;

    private final Suite suite = Suite.running();

    private final String secret = suite.customer(Suite.CREDIT, "").secret();

    @TempDir
    Path folder;

    @Test
    void everyEndpointHasASampleAndEverySampleIsAnswered() throws Exception {
        List<String> samples = samples();
        for (String endpoint : ENDPOINTS) {
            assertThat(samples).as(endpoint).anyMatch(sample -> sample.contains(endpoint));
        }
        for (String sample : samples) {
            assertAnswered(sample);
        }
    }

    private void assertAnswered(String sample) throws Exception {
        String command = sample.replace("http://127.0.0.1:8080", suite.edge(1).toString())
                .replace("sk-…", secret)
                .replace("$KEY", secret)
                .replaceFirst("curl ", "curl -sS --fail-with-body ");
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(sample).isTrue();
        if (sample.contains("/v1/realtime")) {
            assertThat(output).contains("session.created");
            assertThat(process.exitValue()).isEqualTo(TIMED_OUT);
        } else {
            assertThat(process.exitValue()).as("%s%n%s", sample, output).isZero();
            if (sample.contains("-o speech.wav")) {
                assertThat(Files.readAllBytes(folder.resolve("speech.wav"))).startsWith('R', 'I', 'F', 'F');
            } else {
                assertThat(Suite.json(output)).as(output).isNotEmpty();
            }
        }
    }

    private static List<String> samples() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        return BLOCK.matcher(readme)
                .results()
                .flatMap(block -> Arrays.stream(block.group(1).split("\n\n", -1)))
                .map(String::strip)
                .toList();
    }
}
