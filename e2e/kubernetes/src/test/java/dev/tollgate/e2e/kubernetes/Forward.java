package dev.tollgate.e2e.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port of a pod's own, forwarded to this machine: what no Service and no network policy is in the way of.
final class Forward implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) -> .*");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;

    private Forward(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Forward to(Namespace namespace, String pod, int podsPort) {
        try {
            Process process = new ProcessBuilder(Kubectl.command(
                            "-n",
                            namespace.name(),
                            "port-forward",
                            "--address=127.0.0.1",
                            "pod/" + pod,
                            ":" + podsPort))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            String first = said.readLine();
            Matcher ready = READY.matcher(first == null ? "" : first);
            if (!ready.matches()) {
                process.destroy();
                throw new AssertionError("port " + podsPort + " of " + pod + " is not forwarded: " + first);
            }
            // It tells of each connection: unread, it would stand still some day.
            Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
            return new Forward(process, Integer.parseInt(ready.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sum of a metric's samples whose labels have this text; 0 where there are none.
    static double metric(Namespace namespace, String pod, int podsPort, String name, String label) {
        try (Forward forward = to(namespace, pod, podsPort);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.port() + "/q/metrics"))
                    .timeout(PATIENCE)
                    .build();
            return http.send(ask, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
