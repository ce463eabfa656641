package dev.tollgate.operator.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls of the management API. What it refuses is an answer; that it cannot be asked is an [Away].
public final class Management {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int PAGE = 100;
    /// Pages that are read of one list: more rows than that are told as an outage, not cut off.
    private static final int PAGES_MAX = 100;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NO_SUCCESS = 300;

    private final HttpClient http;
    private final URI console;
    private final Supplier<String> token;
    private final Duration timeout;

    /// @param token asked for at each call: a rotated one is taken up without a restart
    /// @param timeout of a whole call
    public Management(URI console, Supplier<String> token, Duration timeout) {
        this.console = console;
        this.token = token;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer post(String path, ObjectNode body) {
        return send("POST", path, body, null);
    }

    /// @param idempotencyKey sent again with it, nothing is made twice
    public Answer postOnce(String path, ObjectNode body, String idempotencyKey) {
        return send("POST", path, body, idempotencyKey);
    }

    public Answer patch(String path, ObjectNode body) {
        return send("PATCH", path, body, null);
    }

    public Answer put(String path, ObjectNode body) {
        return send("PUT", path, body, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /// Every row of a list.
    ///
    /// @param path with a query already
    public List<JsonNode> all(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode answer = get(path + "&limit=" + PAGE + after).orElseAway();
            answer.path("data").forEach(rows::add);
            if (!answer.path("has_more").asBoolean()) {
                return rows;
            }
            after = "&after=" + escaped(answer.path("last_id").asText());
        }
        throw new Away(path + " lists more than " + PAGE * PAGES_MAX + " rows");
    }

    /// One segment of a path, or one value of a query.
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(String method, String path, @Nullable ObjectNode body, @Nullable String idempotencyKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.resolve("/api/v1" + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token.get())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        String asked = method + " " + path;
        try {
            return read(asked, http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new Away(asked + " had no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away(asked + " was interrupted", e);
        }
    }

    private static Answer read(String asked, HttpResponse<String> answer) {
        int status = answer.statusCode();
        JsonNode body = json(asked, answer.body());
        if (status < NO_SUCCESS) {
            return new Answer.Done(body);
        }
        JsonNode error = body.path("error");
        String message = error.path("message").asText("no message");
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new Away("the operator's own token is refused: " + asked + " answered " + status + ", " + message);
        }
        if (status == TOO_MANY || status >= SERVER_ERROR) {
            throw new Away(asked + " answered " + status + ": " + message);
        }
        return new Answer.Refused(
                status,
                message,
                error.path("param").isTextual() ? error.path("param").textValue() : null);
    }

    private static JsonNode json(String asked, String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Away(asked + " answered something that is no JSON", e);
        }
    }
}
