package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechTest {

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
    void givesARealWaveAsLongAsTheText() throws IOException, UnsupportedAudioFileException {
        HttpResponse<byte[]> answer = speak("'input':'ten chars!','response_format':'wav'");
        AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(answer.body()));

        assertThat(answer.headers().firstValue("content-type")).contains("audio/wav");
        assertThat(answer.headers().firstValue("content-length")).isEmpty();
        assertThat(sound.getFormat().getSampleRate()).isEqualTo(24_000);
        assertThat(sound.getFrameLength()).isEqualTo(24_000 * 600 / 1_000);
        assertThat(sound.readAllBytes()).hasSize(28_800).contains(bytes(0x40, 0x1F));
    }

    @Test
    void isTheSameEachTimeAndShorterWhenFaster() {
        byte[] slow = speak("'input':'ten chars!','response_format':'pcm'").body();

        assertThat(speak("'input':'ten chars!','response_format':'pcm'").body()).isEqualTo(slow);
        assertThat(speak("'input':'ten chars!','response_format':'pcm','speed':2")
                        .body())
                .hasSize(slow.length / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "mp3,audio/mpeg,FFFB",
        "opus,audio/ogg,4F676753",
        "aac,audio/aac,FFF1",
        "flac,audio/flac,664C6143",
        "wav,audio/wav,52494646",
        "pcm,audio/pcm,0000"
    })
    void beginsEachFormatAsItShould(String format, String contentType, String start) {
        HttpResponse<byte[]> answer = speak("'input':'hello','response_format':'" + format + "'");

        assertThat(answer.headers().firstValue("content-type")).contains(contentType);
        assertThat(HexFormat.of().withUpperCase().formatHex(answer.body())).startsWith(start);
    }

    @Test
    void sendsTheFirstBytesBeforeTheLastAreMade() throws IOException {
        String body = "{\"model\":\"demo-speech-200ms\",\"input\":\"hello there\",\"voice\":\"coral\"}";
        URI base = provider.baseUrl();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            long begun = System.nanoTime();
            socket.getOutputStream().write(post(body));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            long first = System.nanoTime() - begun;
            assertThat(readToEnd(in)).contains("audio/mpeg");
            long whole = System.nanoTime() - begun;

            assertThat(whole - first).isGreaterThan(1_000_000_000L);
        }
    }

    @Test
    void makesAnAnswerOfAnySizeWithoutHoldingIt() {
        HttpResponse<byte[]> answer = speak("'input':'big [mib:40]','response_format':'pcm'");

        assertThat(answer.body()).hasSize(40 << 20);
        assertThat(client.newest("demo-speech").get("chunks_written").asLong()).isEqualTo((40 << 20) / (32 << 10));
    }

    @Test
    void waitsForAClientThatDoesNotRead() throws IOException {
        String model = "demo-speech-0ms";
        String body = "{\"model\":\"" + model + "\",\"input\":\"big [mib:200]\",\"voice\":\"coral\"}";
        URI base = provider.baseUrl();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(post(body));
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        long now = client.newest(model).path("chunks_written").asLong();
                        return now > 0 && before.getAndSet(now) == now;
                    });

            assertThat(before.get() * (32 << 10)).isBetween(1L, 32L << 20);
        }
    }

    @Test
    void streamsEventsWithUsageAtTheEnd() throws IOException {
        HttpResponse<String> answer = client.post(
                "/v1/audio/speech",
                "{'model':'demo-speech','input':'ten chars!','voice':'coral','stream_format':'sse',"
                        + "'response_format':'pcm','instructions':'calm'}");
        List<JsonNode> events = DemoClient.frames(answer);
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        for (JsonNode event : events.subList(0, events.size() - 1)) {
            assertThat(event.get("type").asText()).isEqualTo("speech.audio.delta");
            sound.write(Base64.getDecoder().decode(event.get("audio").asText()));
        }

        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(sound.toByteArray())
                .isEqualTo(speak("'input':'ten chars!','response_format':'pcm'").body());
        assertThat(events.getLast().get("type").asText()).isEqualTo("speech.audio.done");
        assertThat(events.getLast().at("/usage/input_tokens").asLong()).isEqualTo(3 + 1);
        assertThat(events.getLast().at("/usage/output_tokens").asLong()).isEqualTo(12);
        assertThat(events.getLast().at("/usage/total_tokens").asLong()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'voice':'coral'                                     | input           | missing_required_parameter
            'input':'a'                                         | voice           | missing_required_parameter
            'input':'','voice':'coral'                          | input           | empty_string
            'input':'a','voice':'nobody'                        | voice           | invalid_value
            'input':'a','voice':{}                              | voice.id        | missing_required_parameter
            'input':'a','voice':'coral','speed':0.2             | speed           | decimal_below_min_value
            'input':'a','voice':'coral','speed':4.1             | speed           | decimal_above_max_value
            'input':'a','voice':'coral','response_format':'ogg' | response_format | invalid_value
            'input':'a','voice':'coral','stream_format':'ws'    | stream_format   | invalid_value
            """)
    void refusesWhatOpenAiRefuses(String fields, String param, String code) {
        HttpResponse<String> answer = client.post("/v1/audio/speech", "{'model':'demo-speech'," + fields + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(DemoClient.json(answer).at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void takes4096CharactersOfAnyKindAndNoMore() {
        assertThat(speak("'input':'" + "€".repeat(4_096) + "','response_format':'mp3'")
                        .statusCode())
                .isEqualTo(200);
        assertThat(speak("'input':'" + "€".repeat(4_097) + "'").statusCode()).isEqualTo(400);
    }

    @Test
    void breaksOffHalfway() {
        String rest = "','input':'hello','voice':'coral','response_format':'pcm'}";

        assertThatThrownBy(() -> client.bytes("/v1/audio/speech", "{'model':'fault-reset-mid" + rest))
                .isInstanceOf(UncheckedIOException.class);
        int whole =
                client.bytes("/v1/audio/speech", "{'model':'demo-speech" + rest).body().length;
        assertThat(client.bytes("/v1/audio/speech", "{'model':'fault-no-done" + rest)
                        .body()
                        .length)
                .isPositive()
                .isLessThan(whole);
        assertThat(client.bytes("/v1/audio/speech", "{'model':'fault-500" + rest)
                        .statusCode())
                .isEqualTo(500);
    }

    private static HttpResponse<byte[]> speak(String fields) {
        return client.bytes("/v1/audio/speech", "{'model':'demo-speech','voice':'coral'," + fields + "}");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] post(String body) {
        String head = "POST /v1/audio/speech HTTP/1.1\r\nHost: demo\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static String readToEnd(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
