package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.SpeechBody.Sound;
import dev.tollgate.edge.provider.spi.TestSpeech;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechReaderTest {
    private final SpeechReader reader = new SpeechReader(JsonMapper.builder().build(), Sound.PCM);
    private final RecordingWriter written = new RecordingWriter();

    @Test
    void eventsPassAsTheyAreAndTheLastOneEndsThem() {
        String delta = delta(4_800);
        String done = "{\"type\":\"speech.audio.done\",\"usage\":"
                + "{\"input_tokens\":7,\"output_tokens\":40,\"total_tokens\":47}}";
        assertThat(event(delta)).isEqualTo(Reading.MORE);
        assertThat(reader.usage()).isNull();
        assertThat(event(done)).isEqualTo(Reading.DONE);
        assertThat(written.chunks).containsExactly(delta, done);
        assertThat(written.told).isEqualTo(2);
        assertThat(reader.usage())
                .isEqualTo(Quantities.NONE.with(UsageClass.INPUT, 7).with(UsageClass.AUDIO_OUTPUT, 40));
    }

    /// 50 ms are a token: pieces of half a token each must not be lost to rounding.
    @Test
    void smallPiecesAddUp() {
        for (int i = 0; i < 10; i++) {
            event(delta(1_200));
        }
        assertThat(written.told).isEqualTo(5);
    }

    @Test
    void anEndWithoutUsageIsAnEnd() {
        assertThat(event("{\"type\":\"speech.audio.done\"}")).isEqualTo(Reading.DONE);
        assertThat(reader.usage()).isNull();
    }

    @Test
    void whatIsNoProperEndIsNone() {
        event(delta(1_200));
        Reading broken = new Reading.Failed(new Failure.Broken("truncated"));
        assertThat(reader.end(written)).isEqualTo(broken);
        assertThat(event("[DONE]")).isEqualTo(broken);
        assertThat(event("{\"type\":\"speech.au")).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(event("{\"error\":{\"code\":\"rate_limit_exceeded\"}}"))
                .isEqualTo(new Reading.Failed(new Failure.RateLimited(0)));
        assertThat(written.chunks).hasSize(1);
    }

    @Test
    void anErrorInThePlaceOfSoundIsRead() {
        byte[] error =
                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(reader.whole(error, 0, error.length, written))
                .isEqualTo(new Reading.Failed(new Failure.CallersFault("no", false)));
        assertThat(reader.whole("{}".getBytes(StandardCharsets.UTF_8), 0, 2, written))
                .isEqualTo(new Reading.Failed(new Failure.Unreadable()));
        assertThat(written.chunks).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mp3,audio/mpeg", "opus,audio/ogg", "aac,audio/aac", "flac,audio/flac", "wav,audio/wav", "pcm,audio/pcm"
    })
    void eachFormatHasItsContentTypeAndAnEstimate(String format, String contentType) {
        Sound sound = Sound.valueOf(format.toUpperCase(Locale.ROOT));
        SpeechReader of = new SpeechReader(JsonMapper.builder().build(), sound);
        assertThat(sound.wireName()).isEqualTo(format);
        assertThat(of.contentType()).isEqualTo(contentType);
        assertThat(of.tokens(1 << 20)).isBetween(400L, 3_000L);
        assertThat(of.tokens(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BYTES,application/octet-stream", "EVENTS,text/event-stream"})
    void isSentUnderTheUpstreamsName(AnswerForm form, String accept) {
        Upstream upstream = new Upstream("https://up.example/v1", "up", "secret", 77L, 100, Map.of());
        assertThat(new OpenAiAdapter().translate(new TestSpeech("m", form), upstream))
                .isInstanceOfSatisfying(Translation.Translated.class, translated -> {
                    assertThat(translated.request().url()).isEqualTo("https://up.example/v1/audio/speech");
                    assertThat(translated.request().body()).hasToString("{\"model\":\"up\"}");
                    assertThat(translated.request().headers())
                            .containsEntry("Accept", accept)
                            .containsEntry("Authorization", "Bearer secret");
                });
    }

    private Reading event(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length, written);
    }

    private static String delta(int bytes) {
        return "{\"type\":\"speech.audio.delta\",\"audio\":\""
                + Base64.getEncoder().encodeToString(new byte[bytes]) + "\"}";
    }
}
