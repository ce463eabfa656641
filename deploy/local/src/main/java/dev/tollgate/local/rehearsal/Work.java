package dev.tollgate.local.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// A bit of everything that callers and operators ask, each dialect and endpoint once a round.
final class Work {

    /// One model of each provider's dialect; the demo provider answers for all of them.
    private static final List<String> CHAT_MODELS = List.of(
            "demo", "gpt-4o-mini", "claude-3-5-haiku-20241022", "gemini-2.0-flash", "deepseek-chat", "kimi-k2.5");

    /// The plain case is the one that must be quick from the start.
    private static final int CHATS = 10;

    private static final List<String> PAGES =
            List.of("accounts", "keys", "groups", "usage", "edges", "audit", "catalogue/status", "ledger/verify");

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String BOUNDARY = "rehearsal-boundary";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI edge;
    private final String apiKey;
    private final URI console;
    private final String adminToken;
    private int answers;

    Work(URI edge, String apiKey, URI console, String adminToken) {
        this.edge = edge;
        this.apiKey = apiKey;
        this.console = console;
        this.adminToken = adminToken;
    }

    /// @throws WrongAnswer when an answer is no success, or a stream does not come to its end
    void round() {
        for (String model : CHAT_MODELS) {
            chat(model, false);
            chat(model, true);
        }
        for (int i = 0; i < CHATS; i++) {
            chat("demo", i % 2 == 0);
        }
        ask("/v1/embeddings", "{\"model\":\"demo-embedding\",\"input\":[\"one\",\"two\"]}");
        ask("/v1/images/generations", "{\"model\":\"demo-image\",\"prompt\":\"a gate\",\"size\":\"1024x1024\"}");
        ask("/v1/audio/speech", "{\"model\":\"demo-speech\",\"input\":\"Hello\",\"voice\":\"alloy\"}");
        ask("/v1/rerank", "{\"model\":\"demo-rerank\",\"query\":\"gate\",\"documents\":[\"a gate\",\"a road\"]}");
        transcribe();
        get(edge.resolve("/v1/models"), apiKey);
        for (URI service : List.of(edge, console)) {
            get(service.resolve("/q/metrics"), "");
            get(service.resolve("/q/health"), "");
        }
        PAGES.forEach(page -> get(console.resolve("/api/v1/" + page), adminToken));
    }

    int answers() {
        return answers;
    }

    private void chat(String model, boolean stream) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"max_tokens\":64,\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"Hello\"}]}";
        String answer = ask("/v1/chat/completions", body);
        if (stream && !answer.contains("data: [DONE]")) {
            throw new WrongAnswer("the stream of " + model + " did not come to its end: " + answer);
        }
    }

    private String ask(String path, String json) {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    private void transcribe() {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "model\"", "demo-transcribe".getBytes(StandardCharsets.UTF_8));
        field(form, "file\"; filename=\"silence.wav\"", silence());
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        post(
                "/v1/audio/transcriptions",
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofByteArray(form.toByteArray()));
    }

    private static void field(ByteArrayOutputStream form, String name, byte[] content) {
        form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /// A second of it: WAV, 16 kHz, one channel, 16 bits.
    private static byte[] silence() {
        int samples = 32_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        return wav.array();
    }

    private String post(String path, String type, BodyPublisher body) {
        return send(HttpRequest.newBuilder(edge.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", type)
                .POST(body)
                .build());
    }

    private void get(URI url, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
        send((token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build());
    }

    /// Asks again while services that have just started, on a busy machine, say that they can't yet.
    private String send(HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < TRIES && answer.statusCode() == UNAVAILABLE; i++) {
                Thread.sleep(PAUSE);
                answer = client.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            }
            if (answer.statusCode() != 200) {
                throw new WrongAnswer(request.method() + " " + request.uri().getPath() + " answered "
                        + answer.statusCode() + " " + answer.body());
            }
            answers++;
            return answer.body();
        } catch (IOException e) {
            throw new WrongAnswer(request.method() + " " + request.uri().getPath() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WrongAnswer("interrupted");
        }
    }
}
