package dev.tollgate.local.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Asks as tests do that ask everything: an answer of events has no end and is left when it has begun, with no text.
/// Others are read whole.
public final class Endless {
    private Endless() {}

    /// Asks, and gives the answer as a text.
    public static HttpResponse<String> send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        boolean endless = answer.headers()
                .firstValue("content-type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        try (InputStream text = answer.body()) {
            return new Read(answer, endless ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private record Read(HttpResponse<InputStream> answer, String body) implements HttpResponse<String> {
        @Override
        public int statusCode() {
            return answer.statusCode();
        }

        @Override
        public HttpRequest request() {
            return answer.request();
        }

        @Override
        public Optional<HttpResponse<String>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return answer.headers();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return answer.sslSession();
        }

        @Override
        public URI uri() {
            return answer.uri();
        }

        @Override
        public HttpClient.Version version() {
            return answer.version();
        }
    }
}
