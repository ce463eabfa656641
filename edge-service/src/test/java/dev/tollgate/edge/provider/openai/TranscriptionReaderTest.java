package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.audio.transcription.Recordings;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TranscriptionReaderTest {
    private static final String VERBOSE = """
            {"task":"transcribe","language":"english","duration":61.2501,"text":"Hello \\"there\\". Bye.","segments":[\
            {"id":0,"start":0.0,"end":1.5,"text":" Hello \\"there\\"."},{"id":1,"start":59.9996,"end":3661.25,"text":" Bye."}],\
            "usage":{"type":"duration","seconds":62}}""";
    private static final String BY_TOKENS = """
            {"text":"Hi.","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":4,\
            "audio_tokens":10},"output_tokens":3,"total_tokens":17}}""";
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private final RecordingWriter written = new RecordingWriter();
    private TranscriptionReader reader =
            new TranscriptionReader(JsonMapper.builder().build(), Format.JSON);

    @Test
    void subtitlesAreWrittenOfAVerboseAnswer() {
        assertThat(whole(Format.SRT, VERBOSE)).isEqualTo(Reading.DONE);
        assertThat(written.chunks).containsExactly("""
                1
                00:00:00,000 --> 00:00:01,500
                Hello "there".

                2
                00:01:00,000 --> 01:01:01,250
                Bye.

                """);
        assertThat(reader.contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void webSubtitlesAreWrittenOfAVerboseAnswer() {
        assertThat(whole(Format.VTT, VERBOSE)).isEqualTo(Reading.DONE);
        assertThat(written.chunks.getFirst()).startsWith("""
                WEBVTT

                00:00:00.000 --> 00:00:01.500
                Hello "there".

                """);
    }

    @Test
    void anAnswerWithoutSegmentsIsOneSubtitle() {
        whole(Format.SRT, "{\"duration\":2.5,\"text\":\"All.\"}");
        assertThat(written.chunks).containsExactly("1\n00:00:00,000 --> 00:00:02,500\nAll.\n\n");
    }

    @Test
    void plainTextEndsItsLine() {
        whole(Format.TEXT, VERBOSE);
        assertThat(written.chunks).containsExactly("Hello \"there\". Bye.\n");
        assertThat(written.texts).containsExactly("Hello \\\"there\\\". Bye.");
    }

    @Test
    void plainJsonIsMadeOfAVerboseAnswer() {
        whole(Format.JSON, VERBOSE);
        assertThat(written.chunks)
                .containsExactly(
                        "{\"text\":\"Hello \\\"there\\\". Bye.\",\"usage\":{\"type\":\"duration\",\"seconds\":62}}");
    }

    @ParameterizedTest
    @EnumSource(names = {"VERBOSE_JSON", "DIARIZED_JSON"})
    void whatIsWantedInFullPassesAsItIs(Format format) {
        whole(format, VERBOSE);
        assertThat(written.chunks).containsExactly(VERBOSE);
        assertThat(reader.contentType()).isEqualTo("application/json");
    }

    @Test
    void plainJsonPassesAsItIs() {
        whole(Format.JSON, BY_TOKENS);
        assertThat(written.chunks).containsExactly(BY_TOKENS);
    }

    /// 61.2501 s are 61,251 ms, not the 62 s that the usage says.
    @Test
    void theRecordingsOwnLengthIsTheFinest() {
        whole(Format.TEXT, VERBOSE);
        assertThat(reader.usage()).isEqualTo(Quantities.NONE.with(UsageClass.AUDIO_MILLISECONDS, 61_251));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text":"a","usage":{"type":"duration","seconds":3}}                     | 3000
            {"text":"a","usage":{"type":"duration","seconds":"3.5"}}                 | 3500
            {"text":"a","duration":"8.470000267"}                                    | 8471
            {"text":"a","duration":-1,"usage":{"seconds":2}}                         | 2000
            {"text":"a","duration":1e300,"usage":{"seconds":2}}                      | 2000
            {"text":"a","duration":"NaN"}                                            |
            {"text":"a"}                                                             |
            """)
    void timeIsReadHoweverItIsTold(String answer, @Nullable Long millis) {
        whole(Format.TEXT, answer);
        assertThat(reader.usage())
                .isEqualTo(millis == null ? null : Quantities.NONE.with(UsageClass.AUDIO_MILLISECONDS, millis));
    }

    @Test
    void tokensOfSoundAndTextAreDisjoint() {
        whole(Format.JSON, BY_TOKENS);
        assertThat(reader.usage()).isEqualTo(Quantities.of(4, 3).with(UsageClass.AUDIO_INPUT, 10));
    }

    @Test
    void textThatCameInPlaceOfJsonPassesWhereTextIsWanted() {
        assertThat(whole(Format.SRT, "1\n00:00:00,000 --> 00:00:01,000\nHi.\n\n"))
                .isEqualTo(Reading.DONE);
        assertThat(written.chunks).hasSize(1);
        assertThat(reader.usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            JSON | {}
            JSON | {"text":1}
            JSON | {"text":"cut o
            JSON | Hi there.
            TEXT | {"text":"cut o
            TEXT | ` `
            SRT  | <html>a proxy</html>
            """)
    void whatIsNoTranscriptIsUnreadable(Format format, String answer) {
        assertThat(whole(format, answer)).isEqualTo(UNREADABLE);
        assertThat(written.chunks).isEmpty();
    }

    @Test
    void anErrorToldWithStatus200IsOne() {
        assertThat(whole(Format.JSON, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}"))
                .isEqualTo(new Reading.Failed(new Failure.RateLimited(0)));
    }

    @Test
    void eventsPassAsTheyAreAndTheLastOneEndsThem() {
        String delta = "{\"type\":\"transcript.text.delta\",\"delta\":\"Hi\"}";
        String done = "{\"type\":\"transcript.text.done\",\"text\":\"Hi\",\"usage\":{\"input_tokens\":9,"
                + "\"output_tokens\":2}}";
        assertThat(event(delta)).isEqualTo(Reading.MORE);
        assertThat(event(done)).isEqualTo(Reading.DONE);
        assertThat(written.chunks).containsExactly(delta, done);
        assertThat(written.texts).containsExactly("Hi");
        assertThat(reader.usage()).isEqualTo(Quantities.of(0, 2).with(UsageClass.AUDIO_INPUT, 9));
    }

    @Test
    void aStreamWithoutItsLastEventIsTruncated() {
        Reading truncated = new Reading.Failed(new Failure.Broken("truncated"));
        event("{\"type\":\"transcript.text.delta\",\"delta\":\"Hi\"}");
        assertThat(reader.end(written)).isEqualTo(truncated);
        assertThat(event("[DONE]")).isEqualTo(truncated);
        assertThat(event("{\"type\":")).isEqualTo(UNREADABLE);
    }

    /// What a provider is asked for in place of what the caller wants.
    @ParameterizedTest
    @CsvSource({
        "true,  up,                json,         verbose_json",
        "true,  up,                text,         verbose_json",
        "true,  up,                srt,          verbose_json",
        "true,  up,                vtt,          verbose_json",
        "true,  up,                verbose_json, verbose_json",
        "true,  up,                diarized_json,diarized_json",
        "true,  gpt-4o-transcribe, json,         json",
        "true,  gpt-4o-transcribe, text,         json",
        "false, up,                json,         json",
        "false, up,                text,         json",
        "false, up,                srt,          verbose_json"
    })
    void theProviderIsAskedForWhatTellsTheUsage(boolean byDuration, String model, String format, String asked) {
        UpstreamBody.Form form = sent(model, byDuration, "file=", "response_format=" + format, "x[]=1", "model=m");
        assertThat(form.parts().stream().map(UpstreamBody.Part::name))
                .containsExactly("file", "response_format", "x[]", "model");
        assertThat(field(form, "response_format")).isEqualTo(asked);
        assertThat(field(form, "model")).isEqualTo(model);
    }

    @Test
    void aFormatIsAddedWhereTheCallerNamedNone() {
        assertThat(field(sent("up", true, "model=m", "file="), "response_format"))
                .isEqualTo("verbose_json");
        assertThat(sent("up", false, "model=m", "file=").parts()).hasSize(2);
        assertThat(sent("up", true, "model=m", "file=", "include[]=logprobs").parts())
                .hasSize(3);
        assertThat(sent("up", true, "model=m", "file=", "stream=true").parts()).hasSize(3);
    }

    @Test
    void aModelThatCannotStreamIsNotAsked() {
        assertThat(translated("whisper-1", true, "model=m", "file=", "stream=true"))
                .isInstanceOfSatisfying(Translation.Unsupported.class, unsupported -> assertThat(unsupported.param())
                        .isEqualTo("stream"));
    }

    @Test
    void theFormIsAsLongAsItSays() {
        UpstreamBody.Form form = new UpstreamBody.Form(
                "b",
                List.of(
                        UpstreamBody.Field.text("model", "m"),
                        new UpstreamBody.Field("f", "ä\".txt", "text/plain", Buffer.buffer("xy"))));
        String text = "";
        for (UpstreamBody.Part part : form.parts()) {
            text += form.head(part).toString() + ((UpstreamBody.Field) part).text();
        }
        text += form.last();
        assertThat(text)
                .isEqualTo("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm"
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"ä%22.txt\"\r\n"
                        + "Content-Type: text/plain\r\n\r\nxy\r\n--b--\r\n");
        assertThat(form.length()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static UpstreamBody.Form sent(String model, boolean byDuration, String... fields) {
        Translation translation = translated(model, byDuration, fields);
        assertThat(translation).isInstanceOf(Translation.Translated.class);
        return (UpstreamBody.Form)
                ((Translation.Translated) translation).request().content();
    }

    private static Translation translated(String model, boolean byDuration, String... fields) {
        return new OpenAiAdapter()
                .translate(
                        Recordings.body(byDuration, fields),
                        new Upstream("https://up.example/v1", model, "secret", null, 100, Map.of()));
    }

    private static String field(UpstreamBody.Form form, String name) {
        return form.parts().stream()
                .filter(part -> part.name().equals(name))
                .map(part -> ((UpstreamBody.Field) part).text())
                .findFirst()
                .orElseThrow();
    }

    private Reading whole(Format format, String answer) {
        reader = new TranscriptionReader(JsonMapper.builder().build(), format);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return reader.whole(bytes, 0, bytes.length, written);
    }

    private Reading event(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length, written);
    }
}
