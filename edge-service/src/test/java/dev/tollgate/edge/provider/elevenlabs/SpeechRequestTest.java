package dev.tollgate.edge.provider.elevenlabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.audio.speech.Speeches;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechRequestTest {
    private static final String ASK = "{\"model\":\"m\",\"input\":\"hello\",\"voice\":\"alloy\"%s}";
    private static final String ID = "21m00Tcm4TlvDq8ikWAM";

    private final ElevenLabsAdapter adapter = new ElevenLabsAdapter();

    @ParameterizedTest
    @CsvSource({
        "mp3, /stream?output_format=mp3_44100_128",
        "opus, /stream?output_format=opus_48000_64",
        "pcm, /stream?output_format=pcm_24000",
        "wav, ?output_format=wav_24000",
    })
    void everyFormatThatItHasIsAskedForByItsName(String format, String end) {
        assertThat(sent(ASK.formatted(",\"response_format\":\"" + format + "\""))
                        .url())
                .isEqualTo("https://el.example/v1/text-to-speech/SAz9YHcvj6GT2YYXdXww" + end);
    }

    @Test
    void aVoiceOfItsOwnIsNamedByItsId() {
        String byName = "{\"model\":\"m\",\"input\":\"hello\",\"voice\":\"" + ID + "\"}";
        String byObject = "{\"model\":\"m\",\"input\":\"hello\",\"voice\":{\"id\":\"" + ID + "\"}}";

        assertThat(sent(byName).url()).contains("/text-to-speech/" + ID + "/");
        assertThat(sent(byObject).url()).contains("/text-to-speech/" + ID + "/");
    }

    @Test
    void theSpeedIsASettingOfTheVoiceAndItsOwnFieldsPass() {
        UpstreamRequest request = sent(ASK.formatted(
                ",\"speed\":1.1,\"voice_settings\":{\"stability\":0.4},\"language_code\":\"de\",\"x_unknown\":1"));

        assertThat(request.body().toString())
                .isEqualTo("{\"text\":\"hello\",\"model_id\":\"eleven_flash_v2_5\",\"language_code\":\"de\","
                        + "\"voice_settings\":{\"stability\":0.4,\"speed\":1.1}}");
        assertThat(request.headers()).containsEntry("xi-api-key", "s3cret").doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "stream_format":"sse"        | stream_format
            "instructions":"whisper"     | instructions
            "speed":2                    | speed
            "speed":0.5                  | speed
            "response_format":"aac"      | response_format
            "response_format":"flac"     | response_format
            "voice":"somebody"           | voice
            """)
    void namesWhatItCannotDo(String field, String param) {
        String body = field.startsWith("\"voice\"")
                ? "{\"model\":\"m\",\"input\":\"hello\"," + field + "}"
                : ASK.formatted("," + field);

        assertThat(translated(body))
                .isInstanceOfSatisfying(Translation.Unsupported.class, refused -> assertThat(refused.param())
                        .isEqualTo(param));
    }

    @Test
    void whatAnErrorIsAboutStandsInsideIt() {
        assertThat(failure(401, "quota_exceeded")).isEqualTo(new Failure.Rejected(402));
        assertThat(failure(400, "model_not_found")).isEqualTo(new Failure.Rejected(404));
        assertThat(failure(404, "voice_not_found")).isEqualTo(new Failure.CallersFault("why", false));
        assertThat(failure(400, "max_character_limit_exceeded")).isEqualTo(new Failure.CallersFault("why", true));
        assertThat(failure(429, "system_busy")).isEqualTo(new Failure.RateLimited(0));
    }

    private Failure failure(int status, String about) {
        String body = "{\"detail\":{\"status\":\"" + about + "\",\"message\":\"why\"}}";
        return adapter.failure(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }

    private UpstreamRequest sent(String body) {
        return ((Translation.Translated) translated(body)).request();
    }

    private Translation translated(String body) {
        return adapter.translate(
                Speeches.body(body),
                new Upstream("https://el.example/v1", "eleven_flash_v2_5", "s3cret", null, 8_192, Map.of()));
    }
}
