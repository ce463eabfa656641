package dev.tollgate.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Speaks raw HTTP to a running demo provider.
public final class DemoClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public DemoClient(URI base) {
        this.base = base;
    }

    /// Posts a body written with single quotes.
    public HttpResponse<String> chat(String body, String... headers) {
        return exchange(request("/v1/chat/completions", "application/json", headers)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    /// Posts a body written with single quotes.
    public HttpResponse<String> post(String path, String body, String... headers) {
        return exchange(request(path, "application/json", headers)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    /// The bytes of an answer as they are.
    public HttpResponse<byte[]> bytes(String path, String body) {
        try {
            HttpRequest request = request(path, "application/json")
                    .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The newest request to a model that the log has.
    public JsonNode newest(String model) {
        return json(get("/demo/requests?limit=1&model=" + model)).at("/requests/0");
    }

    HttpResponse<String> chatAs(String contentType, String body) {
        return exchange(request("/v1/chat/completions", contentType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    public HttpResponse<String> get(String path) {
        return exchange(request(path, "application/json").GET().build());
    }

    HttpResponse<String> delete(String path) {
        return exchange(request(path, "application/json").DELETE().build());
    }

    public static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    /// The JSON of each `data:` frame but `[DONE]`.
    public static List<JsonNode> frames(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: ") && !line.endsWith("[DONE]"))
                .map(line -> parse(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path, String contentType, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", contentType);
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
