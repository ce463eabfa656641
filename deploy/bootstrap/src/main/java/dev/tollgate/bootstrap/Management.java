package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The management API, as the demo account needs it. A new installation's services come up one after the other: a
/// call that does not succeed says whether to try again.
final class Management {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI console;
    private final String token;

    Management(URI console, String token) {
        this.console = console;
        this.token = token;
    }

    /// The services behind the console are not there yet.
    static final class NotYet extends Exception {
        private static final long serialVersionUID = 1L;

        NotYet(String message) {
            super(message);
        }
    }

    /// @param status any below 500
    record Answer(int status, JsonNode body) {
        boolean isWell() {
            return status < 300;
        }
    }

    Answer get(String path) throws NotYet {
        return send("GET", path, null, null);
    }

    /// @param idempotencyKey sent again with it, nothing is made twice; null where repeating is safe
    Answer post(String path, ObjectNode body, @Nullable String idempotencyKey) throws NotYet {
        return send("POST", path, body, idempotencyKey);
    }

    private Answer send(String method, String path, @Nullable ObjectNode body, @Nullable String idempotencyKey)
            throws NotYet {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 500 || answer.statusCode() == 401) {
                // 401: a console that still runs with the token of before.
                throw new NotYet(method + " " + path + " answered " + answer.statusCode());
            }
            JsonNode content =
                    answer.body().isEmpty() ? MissingNode.getInstance() : KubeApi.JSON.readTree(answer.body());
            return new Answer(answer.statusCode(), content);
        } catch (IOException e) {
            throw new NotYet(method + " " + path + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootstrapException("interrupted", e);
        }
    }
}
