package dev.tollgate.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.local.stack.StackBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Everything that a caller may say in confidence, said in each place where it can be said; and providers whose
/// credentials are to be kept.
final class PrivateWords {
    static final Canary SAID = Canary.fresh("canary");
    static final Canary FILE = Canary.fresh("sheet");
    static final Canary FILE_NAME = Canary.fresh("title");
    static final Canary NAME = Canary.fresh("idem");
    static final Canary CREDENTIAL = Canary.fresh("credential");

    /// What a client calls its request is no secret: it is kept with the request, to be found again.
    static final String CLIENTS_ID = Canary.fresh("client").text();

    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String KEYED = """
              - {id: keyed, kind: openai, base_url: "http://127.0.0.1:8090/v1", base_url_env: DEMO_BASE_URL,
                 credential: "env:KEYED_API_KEY", allow_loopback: true, on_client_gone: cancel}
            """;
    private static final String MODEL = """
              - {id: %1$s, owner: tollgate, context_window: 128000, output_bound: 4096, least_useful_output: 16,
                 capabilities: [chat], created: 2026-01-01, prices: {input: 1, output: 4}}
            """;
    private static final String DEPLOYMENT = """
              - {id: keyed/%1$s, provider: keyed, model: %1$s, upstream_model: %2$s}
            """;

    private final Caller caller;
    private final List<String> requestIds = new ArrayList<>();

    PrivateWords(Caller caller) {
        this.caller = caller;
    }

    /// The catalogue with a provider that says its credential aloud when it fails.
    static Path catalogue() throws IOException {
        Path file = TestCatalogue.write();
        return Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(?m)^models:$", KEYED + "\nmodels:")
                        .replaceFirst(
                                "(?m)^deployments:$",
                                MODEL.formatted("keyed") + MODEL.formatted("keyed-leak") + MODEL.formatted("keyed-401")
                                        + "\ndeployments:")
                        .replaceFirst(
                                "(?m)^groups:$",
                                DEPLOYMENT.formatted("keyed", "demo")
                                        + DEPLOYMENT.formatted("keyed-leak", "fault-leak")
                                        + DEPLOYMENT.formatted("keyed-401", "fault-401")
                                        + "\ngroups:"));
    }

    static void credentials(StackBuilder builder) {
        for (String provider : List.of(
                "KEYED",
                "ANTHROPIC",
                "AZURE_OPENAI",
                "GEMINI",
                "MISTRAL",
                "DEEPSEEK",
                "MOONSHOT",
                "COHERE",
                "ELEVENLABS",
                "JINA")) {
            builder.environment("routing", provider + "_API_KEY", CREDENTIAL.text());
        }
    }

    /// Of the answers that went well, in order.
    List<String> requestIds() {
        return List.copyOf(requestIds);
    }

    /// By every endpoint, in each place where a caller can say something, well and badly.
    void sayAll() {
        chats();
        files();
        media();
        pictures();
        completions();
        twice();
        live();
        mistakes();
        new PrivateFormats(caller).sayAll();
    }

    private void chats() {
        for (String model : List.of("demo", "demo-free", "keyed")) {
            good(chat(model, false, text(SAID.text())));
            good(chat(model, true, text(SAID.text())));
        }
        Dialects.models().values().forEach(model -> good(chat(model, false, text(SAID.text()))));
        for (String model : List.of("fault-503", "fault-400", "fault-bad-json", "keyed-leak", "keyed-401")) {
            bad(chat(model, false, text(SAID.text())));
            bad(chat(model, true, text(SAID.text())));
        }
    }

    private void files() {
        String picture = "data:image/png;base64," + base64(picture());
        String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + picture + "\"}}";
        String sound = "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"" + base64(recording())
                + "\"}}";
        String pdf = "{\"type\":\"file\",\"file\":{\"filename\":\"" + FILE_NAME.text() + ".pdf\",\"file_data\":\""
                + "data:application/pdf;base64," + base64(bytes("%PDF-1.4 " + FILE.text())) + "\"}}";
        good(chat("demo", false, image + "," + sound + "," + pdf));
        good(chat("gemini-2.0-flash", false, image + "," + sound + "," + pdf));
        good(chat("claude-3-5-sonnet", true, image + "," + pdf));
        bad(chat("claude-3-5-sonnet", false, sound));
        fetched();
    }

    /// A picture that the edge fetches itself.
    private void fetched() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, picture().length);
                exchange.getResponseBody().write(picture());
                exchange.close();
            });
            server.start();
            String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            good(chat("gemini-2.0-flash", false, byAddress(base + FILE_NAME.text() + ".png?token=" + SAID.text())));
            bad(chat("gemini-2.0-flash", false, byAddress("http://10.0.0.1/" + FILE_NAME.text() + ".png")));
            server.stop(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String byAddress(String url) {
        return "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}";
    }

    private void media() {
        String words = SAID.text();
        good(caller.post("/v1/embeddings", "{\"model\":\"demo-embedding\",\"input\":\"" + words + "\"}"));
        good(caller.post("/v1/embeddings", "{\"model\":\"gemini-embedding-001\",\"input\":[\"" + words + "\"]}"));
        good(caller.post("/v1/images/generations", "{\"model\":\"demo-image\",\"prompt\":\"" + words + "\"}"));
        good(caller.post("/v1/embeddings", "{\"model\":\"mistral-embed\",\"input\":\"" + words + "\"}"));
        good(caller.post("/v1/embeddings", "{\"model\":\"embed-v4.0\",\"input\":\"" + words + "\"}"));
        good(caller.post(
                "/v1/audio/speech",
                "{\"model\":\"eleven_flash_v2_5\",\"voice\":\"alloy\",\"input\":\"" + words + "\"}"));
        good(caller.post(
                "/v1/audio/speech",
                "{\"model\":\"demo-speech\",\"voice\":\"alloy\",\"input\":\"" + words + "\",\"instructions\":\"" + words
                        + "\"}"));
        String documents = "\"query\":\"" + words + "\",\"documents\":[\"" + words + "\",\"" + FILE.text() + "\"]}";
        good(caller.post("/v1/rerank", "{\"model\":\"demo-rerank\"," + documents));
        good(caller.post("/v1/rerank", "{\"model\":\"rerank-v3.5\"," + documents));
        good(caller.upload(
                "/v1/audio/transcriptions",
                FILE_NAME.text() + ".wav",
                recording(),
                Map.of("model", "demo-transcribe", "prompt", words)));
        good(caller.upload(
                "/v1/audio/translations",
                FILE_NAME.text() + ".wav",
                recording(),
                Map.of("model", "demo-transcribe-minutes", "prompt", words)));
        bad(caller.upload(
                "/v1/audio/transcriptions",
                FILE_NAME.text(),
                recording(),
                Map.of("model", "demo-transcribe", "response_format", words)));
        good(caller.post("/v1/rerank", "{\"model\":\"jina-reranker-v2-base-multilingual\"," + documents));
    }

    private void pictures() {
        String words = SAID.text();
        String picture = "{\"image_url\":\"data:image/png;base64," + base64(picture()) + "\"}";
        Map<String, String> edit = Map.of("model", "demo-image-tokens", "prompt", words);
        good(caller.uploadPicture("/v1/images/edits", FILE_NAME.text() + ".png", picture(), edit));
        good(caller.post(
                "/v1/images/edits",
                "{\"model\":\"demo-image-tokens\",\"prompt\":\"" + words + "\",\"images\":[" + picture + "]}"));
        bad(caller.uploadPicture("/v1/images/edits", FILE_NAME.text(), picture(), Map.of("model", words)));
        good(caller.uploadPicture(
                "/v1/images/variations", FILE_NAME.text() + ".png", picture(), Map.of("model", "demo-image")));
        String file = "https://files.example/" + FILE_NAME.text() + ".png?token=" + words;
        good(caller.post(
                "/v1/moderations",
                "{\"model\":\"demo-moderation\",\"input\":[" + text(words) + ",{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"" + file + "\"}}]}"));
        bad(caller.post("/v1/moderations", "{\"model\":\"demo-moderation\",\"input\":[{\"type\":\"" + words + "\"}]}"));
    }

    private void completions() {
        String words = SAID.text();
        for (String model : List.of("demo-completion", "demo")) {
            for (boolean stream : new boolean[] {false, true}) {
                good(caller.post(
                        "/v1/completions",
                        "{\"model\":\"" + model + "\",\"prompt\":\"" + words + "\",\"stream\":" + stream + "}"));
            }
        }
        bad(caller.post("/v1/completions", "{\"model\":\"demo\",\"prompt\":\"a\",\"suffix\":\"" + words + "\"}"));
    }

    /// Under a name, each twice: what is kept is given again.
    private void twice() {
        for (int i = 0; i < 2; i++) {
            good(caller.post("/v1/chat/completions", Ask.plain("demo", SAID.text(), 20), NAME.text()));
            good(caller.post(
                    "/v1/rerank",
                    "{\"model\":\"demo-rerank\",\"query\":\"" + SAID.text() + "\",\"documents\":[\"" + FILE.text()
                            + "\"]}",
                    NAME.text() + "-r"));
        }
        bad(caller.post("/v1/chat/completions", Ask.plain("demo", "another " + SAID.text(), 20), NAME.text()));
        bad(caller.post("/v1/chat/completions", Ask.plain("demo", SAID.text(), 20), NAME.text() + " x"));
    }

    private void live() {
        for (boolean browser : new boolean[] {false, true}) {
            Suite suite = caller.suite();
            try (LiveSession session = browser
                    ? LiveSession.inBrowser(suite.edge(1), caller.secret())
                    : LiveSession.open(suite.edge(1), caller.secret())) {
                session.say(Suite.json("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\","
                        + "\"instructions\":\"" + SAID.text() + "\"}}"));
                session.say(Suite.json(
                        "{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + base64(recording()) + "\"}"));
                session.say(Suite.json("{\"type\":\"" + SAID.text() + "\",\"event_id\":\"" + SAID.text() + "\"}"));
                session.ask(SAID.text());
                session.awaitEvent("response.done", 1);
            }
        }
    }

    private void mistakes() {
        String secret = caller.secret();
        String words = SAID.text();
        bad(chat(words, false, text("hello")));
        bad(caller.post("/v1/chat/completions", "{\"model\":\"demo\",\"messages\":\"" + words));
        bad(caller.post("/v1/chat/completions", "{\"model\":\"demo\",\"" + words + "\":1,\"messages\":1}"));
        bad(caller.post("/v1/chat/completions", "{\"model\":\"demo\",\"n\":\"" + words + "\",\"messages\":[]}"));
        bad(caller.post("/v1/" + words, "{}"));
        bad(caller.get("/v1/models/" + words));
        bad(caller.get("/v1/" + secret + "/models"));
        caller.get("/v1/models?key=" + secret + "&q=" + words);
        bad(new Caller(caller.suite(), words).get("/v1/models"));
        HttpResponse<String> answer = caller.suite()
                .send(caller.suite()
                        .chat(1, secret)
                        .header("X-Request-ID", CLIENTS_ID)
                        .header("Referer", "https://example.com/" + words)
                        .header("Cookie", "session=" + words)
                        .header("tracestate", "a=" + words)
                        .header("baggage", "a=" + words)
                        .POST(BodyPublishers.ofString(Ask.plain("demo", words, 20)))
                        .build());
        good(new Reply(answer.statusCode(), "", answer.body()));
    }

    private Reply chat(String model, boolean stream, String parts) {
        HttpRequest request = caller.suite()
                .chat(1, caller.secret())
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}"))
                .build();
        HttpResponse<String> answer = caller.suite().send(request);
        answer.headers()
                .firstValue("x-request-id")
                .filter(id -> answer.statusCode() == 200)
                .ifPresent(requestIds::add);
        return new Reply(answer.statusCode(), "", answer.body());
    }

    private static String text(String words) {
        return "{\"type\":\"text\",\"text\":\"" + words + "\"}";
    }

    static void good(Reply reply) {
        if (reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + reply.body());
        }
    }

    static void bad(Reply reply) {
        if (reply.status() == 200 && !reply.body().toLowerCase(Locale.ROOT).contains("error")) {
            throw new AssertionError("was to fail: " + reply.body());
        }
    }

    static byte[] picture() {
        return joined(PIXEL, bytes(FILE.text()));
    }

    private static byte[] recording() {
        return joined(Wav.silence(1), bytes(FILE.text()));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A directory of its own for each run.
    static Path directory() {
        return Path.of("target", "privacy-" + UUID.randomUUID()).toAbsolutePath();
    }
}
