package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptionsTest {

    private static final String TEXT = "This recording is called a.wav and has 40044 bytes.";
    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void tellsTextAndTokens() {
        JsonNode answer = DemoClient.json(post(wave("demo-transcribe").field("prompt", "eight ch")));

        assertThat(answer.get("text").asText()).isEqualTo(TEXT);
        assertThat(answer.at("/usage/type").asText()).isEqualTo("tokens");
        assertThat(answer.at("/usage/input_token_details/text_tokens").asLong()).isEqualTo(2);
        assertThat(answer.at("/usage/input_token_details/audio_tokens").asLong())
                .isEqualTo(13);
        assertThat(answer.at("/usage/input_tokens").asLong()).isEqualTo(15);
        assertThat(answer.at("/usage/output_tokens").asLong()).isEqualTo(13);
        assertThat(answer.at("/usage/total_tokens").asLong()).isEqualTo(28);
    }

    @Test
    void translatesAndTellsNoUsageButADuration() {
        URI url = provider.baseUrl().resolve("/v1/audio/translations");
        JsonNode plain = DemoClient.json(wave("demo-transcribe-minutes").post(url));
        JsonNode verbose = DemoClient.json(wave("demo-transcribe-minutes")
                .field("response_format", "verbose_json")
                .post(url));

        assertThat(plain.has("usage")).isFalse();
        assertThat(verbose.get("task").asText()).isEqualTo("translate");
        assertThat(verbose.get("duration").asDouble()).isEqualTo(1.25);
        assertThat(wave("demo-transcribe-minutes")
                        .field("language", "de")
                        .post(url)
                        .statusCode())
                .isEqualTo(400);
        assertThat(wave("demo-transcribe").post(url).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsDurationOfWaveByItsHeaderAndOfOthersBySize() {
        JsonNode wave = DemoClient.json(post(wave("demo-transcribe-minutes")));
        JsonNode other = DemoClient.json(
                post(new Form().field("model", "demo-transcribe-minutes").file("file", "b.mp3", new byte[40_000])));

        assertThat(wave.get("usage").toString()).isEqualTo("{\"type\":\"duration\",\"seconds\":2}");
        assertThat(other.at("/usage/seconds").asLong()).isEqualTo(3);
    }

    @Test
    void writesVerboseWithSegmentsAndWords() {
        Form form = wave("demo-transcribe-minutes")
                .field("response_format", "verbose_json")
                .field("timestamp_granularities[]", "word")
                .field("timestamp_granularities[]", "segment")
                .field("language", "de");
        JsonNode answer = DemoClient.json(post(form));

        assertThat(answer.get("language").asText()).isEqualTo("german");
        assertThat(answer.get("duration").asDouble()).isEqualTo(1.25);
        assertThat(answer.get("segments")).hasSize(2);
        assertThat(answer.at("/segments/1/end").asDouble()).isEqualTo(1.25);
        assertThat(answer.at("/segments/0/text").asText()
                        + answer.at("/segments/1/text").asText())
                .isEqualTo(TEXT);
        assertThat(answer.get("words")).hasSize(9);
        assertThat(answer.at("/usage/seconds").asLong()).isEqualTo(2);
    }

    @Test
    void leavesWordsOutUnlessAsked() {
        JsonNode answer =
                DemoClient.json(post(wave("demo-transcribe-minutes").field("response_format", "verbose_json")));

        assertThat(answer.has("segments")).isTrue();
        assertThat(answer.has("words")).isFalse();
    }

    @Test
    void writesTextAndSubtitles() {
        HttpResponse<String> text = post(wave("demo-transcribe").field("response_format", "text"));
        HttpResponse<String> srt = post(wave("demo-transcribe-minutes").field("response_format", "srt"));
        HttpResponse<String> vtt = post(wave("demo-transcribe-minutes").field("response_format", "vtt"));

        assertThat(text.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(text.body()).isEqualTo(TEXT + "\n");
        assertThat(srt.body())
                .startsWith("1\n00:00:00,000 --> 00:00:01,111\nThis recording is called a.wav and has 40044\n\n2\n")
                .doesNotContain("seconds");
        assertThat(vtt.body()).startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:01.111\nThis recording");
    }

    @Test
    void streamsWordsAndThenTheWholeWithUsage() {
        HttpResponse<String> answer =
                post(wave("demo-transcribe-1ms").field("stream", "true").field("include[]", "logprobs"));
        List<JsonNode> events = DemoClient.frames(answer);
        String deltas = events.stream()
                .filter(event -> event.get("type").asText().equals("transcript.text.delta"))
                .map(event -> event.get("delta").asText())
                .collect(Collectors.joining());

        assertThat(deltas).isEqualTo(TEXT);
        assertThat(events.getFirst().at("/logprobs/0/token").asText()).isEqualTo("This");
        assertThat(events.getLast().get("type").asText()).isEqualTo("transcript.text.done");
        assertThat(events.getLast().get("text").asText()).isEqualTo(TEXT);
        assertThat(events.getLast().at("/usage/input_tokens").asLong()).isEqualTo(13);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void neverStreamsWhatIsPaidByDuration() {
        HttpResponse<String> answer = post(wave("demo-transcribe-minutes").field("stream", "true"));

        assertThat(DemoClient.json(answer).get("text").asText()).isEqualTo(TEXT);
    }

    @Test
    void keepsNameLengthAndDigestOfABigFileWhicheverPartComesFirst() throws NoSuchAlgorithmException {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        HttpResponse<String> answer = post(new Form()
                .file("file", "größe und \\\"mehr\\\".mp3", bytes)
                .field("model", "demo-transcribe-100w")
                .field("prompt", "p".repeat(20_000)));
        JsonNode entry = client.newest("demo-transcribe-100w");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

        assertThat(DemoClient.json(answer).get("text").asText().split(" ")).hasSize(100);
        assertThat(entry.at("/files/0/bytes").asLong()).isEqualTo(20 << 20);
        assertThat(entry.at("/files/0/sha256").asText()).isEqualTo(digest);
        assertThat(entry.at("/files/0/field").asText()).isEqualTo("file");
        assertThat(entry.at("/files/0/name").asText()).startsWith("größe und ");
        assertThat(entry.at("/body/prompt").asText()).hasSize(20_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo-transcribe         | response_format           | xml          | response_format
            demo-transcribe         | response_format           | srt          | response_format
            demo-transcribe         | response_format           | verbose_json | response_format
            demo-transcribe         | stream                    | yes          | stream
            demo-transcribe         | temperature               | 1.5          | temperature
            demo-transcribe         | temperature               | warm         | temperature
            demo-transcribe-minutes | language                  | klingon      | language
            demo-transcribe-minutes | timestamp_granularities[] | word         | timestamp_granularities
            demo-transcribe-minutes | timestamp_granularities[] | letter       | timestamp_granularities
            """)
    void refusesFieldsThatOpenAiRefuses(String model, String field, String value, String param) {
        HttpResponse<String> answer = post(wave(model).field(field, value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void wantsAFileOfAKnownFormatThatIsLongEnough() {
        assertThat(message(new Form().field("model", "demo-transcribe")))
                .isEqualTo("Missing required parameter: 'file'.");
        assertThat(message(new Form().field("model", "demo-transcribe").field("file", "text")))
                .isEqualTo("Missing required parameter: 'file'.");
        assertThat(message(file("notes.txt", new byte[9_000]))).startsWith("Invalid file format.");
        assertThat(message(file("a.wav", new byte[9_000]))).isEqualTo("Audio file might be corrupted or unsupported");
        assertThat(message(file("a.wav", new byte[0]))).startsWith("Audio file is too short.");
        assertThat(message(file("a.wav", Form.wave(99)))).startsWith("Audio file is too short.");
        assertThat(message(wave("demo-transcribe").field("colour", "red")))
                .isEqualTo("Unrecognized request argument supplied: colour");
        assertThat(message(new Form().file("file", "a.wav", Form.wave(200))))
                .isEqualTo("you must provide a model parameter");
        assertThat(post(wave("demo")).statusCode()).isEqualTo(404);
    }

    @Test
    void wantsAForm() {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(Form.post(url(), json, "application/json").statusCode()).isEqualTo(415);
        assertThat(Form.post(url(), json, "multipart/form-data").statusCode()).isEqualTo(400);
        assertThat(Form.post(url(), new Form().body(), "multipart/form-data; boundary=other")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/audio/transcriptions").statusCode()).isEqualTo(405);
    }

    @Test
    void playsFaults() {
        assertThat(post(wave("fault-503")).statusCode()).isEqualTo(503);
        assertThat(post(wave("fault-429-once")).statusCode()).isEqualTo(429);
        assertThat(post(wave("fault-429-once")).statusCode()).isEqualTo(200);
        assertThat(post(wave("fault-no-usage")).body()).contains("text").doesNotContain("usage");
        assertThat(post(wave("fault-error-frame").field("stream", "true")).body())
                .contains("transcript.text.delta")
                .endsWith("\"code\":null}}\n\n");
    }

    private static Form wave(String model) {
        return new Form().field("model", model).file("file", "a.wav", Form.wave(1_250));
    }

    private static Form file(String name, byte[] bytes) {
        return new Form().field("model", "demo-transcribe").file("file", name, bytes);
    }

    private static String message(Form form) {
        HttpResponse<String> answer = post(form);
        assertThat(answer.statusCode()).isEqualTo(400);
        return DemoClient.json(answer).at("/error/message").asText();
    }

    private static HttpResponse<String> post(Form form) {
        return form.post(url());
    }

    private static URI url() {
        return provider.baseUrl().resolve("/v1/audio/transcriptions");
    }
}
