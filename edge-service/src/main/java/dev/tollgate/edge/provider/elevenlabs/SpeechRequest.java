package dev.tollgate.edge.provider.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.SpeechBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Translation.Unsupported;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request for speech in ElevenLabs' words: the voice stands in the address, the format in a parameter, the speed
/// among the voice's settings.
final class SpeechRequest {
    private static final String SETTINGS = "voice_settings";
    private static final double SLOWEST = 0.7;
    private static final double FASTEST = 1.2;
    /// Its own fields, which pass.
    private static final List<String> OWN = List.of(
            "language_code",
            SETTINGS,
            "seed",
            "previous_text",
            "next_text",
            "apply_text_normalization",
            "pronunciation_dictionary_locators");

    private final SpeechBody body;
    private final Upstream upstream;
    private final ObjectNode asked;

    SpeechRequest(SpeechBody body, Upstream upstream) {
        this.body = body;
        this.upstream = upstream;
        this.asked = body.tree();
    }

    Translation translate() {
        String format = format();
        String voice = Voices.id(asked.path("voice"));
        double speed = asked.path("speed").asDouble(1);
        if (body.stream()) {
            return new Unsupported("stream_format", "ElevenLabs sends sound, not events with sound in them.");
        }
        if (!asked.path("instructions").asText("").isBlank()) {
            return new Unsupported("instructions", "ElevenLabs cannot be told how to say it.");
        }
        if (speed < SLOWEST || speed > FASTEST) {
            return new Unsupported("speed", "ElevenLabs speaks at 0.7 to 1.2 times its usual speed.");
        }
        if (format == null) {
            return new Unsupported("response_format", "ElevenLabs has mp3, opus, wav and pcm.");
        }
        if (voice == null) {
            return new Unsupported("voice", "This is neither a voice of OpenAI's nor the id of one of ElevenLabs'.");
        }
        return new Translation.Translated(new UpstreamRequest(
                url(voice, format), headers(), Buffer.buffer(sent(speed).toString())));
    }

    /// Sound comes while it is made, but for a WAV, whose head tells the length.
    private String url(String voice, String format) {
        boolean whole = body.sound() == SpeechBody.Sound.WAV;
        return upstream.baseUrl() + "/text-to-speech/" + voice + (whole ? "" : "/stream") + "?output_format=" + format;
    }

    /// Null for those that it has not. PCM is as OpenAI's: 24 kHz, 16 bits.
    private @Nullable String format() {
        return switch (body.sound()) {
            case MP3 -> "mp3_44100_128";
            case OPUS -> "opus_48000_64";
            case WAV -> "wav_24000";
            case PCM -> "pcm_24000";
            case AAC, FLAC -> null;
        };
    }

    private ObjectNode sent(double speed) {
        ObjectNode sent = JsonNodeFactory.instance
                .objectNode()
                .put("text", asked.path("input").asText())
                .put("model_id", upstream.model());
        for (String field : OWN) {
            JsonNode value = asked.path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                sent.set(field, value);
            }
        }
        if (asked.path("speed").isNumber()) {
            ObjectNode settings = sent.get(SETTINGS) instanceof ObjectNode given ? given : sent.putObject(SETTINGS);
            settings.put("speed", speed);
        }
        return sent;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/octet-stream");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("xi-api-key", upstream.secret());
        }
        return headers;
    }
}
