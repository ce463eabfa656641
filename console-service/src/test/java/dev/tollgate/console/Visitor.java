package dev.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.access.FormToken;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.local.testing.Endless;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody with a browser that runs no script: he opens pages and sends forms, and is told of redirects.
///
/// @param session his session's token, or null
/// @param headers sent with each call
public record Visitor(@Nullable String session, Map<String, String> headers) {
    private static final String VISIT = "a-visit-that-only-the-tests-have";
    /// Not by HTTP/2: there, events that are left while they come fail the whole call.
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Visitor(@Nullable String session) {
        this(session, Map.of());
    }

    /// The same, whose browser sends one more header; `Cookie` adds to his cookies.
    public Visitor with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Visitor(session, more);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// The same, who has said why he looks at the account as its owner does.
    public Visitor viewing(String account) {
        HttpResponse<String> begun = post("/admin/customers/" + account + "/view", "reason", "a test");
        String view = begun.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("tollgate_view="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow(() -> new AssertionError(begun.statusCode() + " " + begun.body()));
        return with("Cookie", view);
    }

    /// A page that is there.
    public String page(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer.body();
    }

    /// Sends a form of ours.
    ///
    /// @param fields names and values in turn
    public HttpResponse<String> post(String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add(FormToken.FIELD);
        all.add(FormToken.of(VISIT, session != null && SessionCookie.isSession(session) ? session : null));
        return postForeign(path, all.toArray(String[]::new));
    }

    /// Sends a form of whosever.
    public HttpResponse<String> postForeign(String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(30));
        String cookies = "tollgate_visit=" + VISIT + (session == null ? "" : "; tollgate_session=" + session);
        String more = headers.get("Cookie");
        request.header("Cookie", more == null ? cookies : cookies + "; " + more);
        headers.forEach((name, value) -> {
            if (!name.equals("Cookie")) {
                request.header(name, value);
            }
        });
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Endless.send(HTTP, request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
