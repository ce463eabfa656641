package dev.tollgate.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// Asks routing what it makes of the catalogue file, so that a mistake in it is told with its line and field, rather
/// than as an edge that never gets ready.
final class CatalogueCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final HttpRequest question;
    private final Path file;

    CatalogueCheck(URI routing, String internalToken, Path file) {
        this.question = HttpRequest.newBuilder(routing.resolve("/internal/v1/catalogue/status"))
                .timeout(TIMEOUT)
                .header("x-tollgate-internal-token", internalToken)
                .build();
        this.file = file;
    }

    /// Waits until routing has read the file. With an earlier catalogue in force a mistake is only told.
    ///
    /// @throws StackException when there is a mistake and no catalogue is in force
    void await(Duration atMost, Consumer<String> out) {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            JsonNode status = status();
            JsonNode problem = status.path("problems").path(0);
            boolean inForce = !status.path("version").asText("").isEmpty();
            if (problem.isObject()) {
                String told = "the catalogue " + file + " is not valid: line "
                        + problem.path("line").asInt() + ", "
                        + problem.path("field").asText() + ": "
                        + problem.path("message").asText();
                if (!inForce) {
                    throw new StackException(told);
                }
                out.accept(told + "; the one before stays in force");
            }
            if (inForce || !StackProcess.pause(POLL_MILLIS)) {
                return;
            }
        }
    }

    /// A missing node while routing does not answer yet.
    private JsonNode status() {
        try {
            HttpResponse<String> answer = client.send(question, BodyHandlers.ofString());
            return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
        } catch (IOException e) {
            return JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.missingNode();
        }
    }
}
