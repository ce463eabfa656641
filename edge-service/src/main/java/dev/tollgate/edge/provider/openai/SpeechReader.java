package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.SpeechBody.Sound;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads speech: as events, which pass as they are, or as bytes, of which nothing is read but their number.
final class SpeechReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final String DONE = "[DONE]";

    private final JsonMapper json;
    private final Sound sound;
    private @Nullable Quantities usage;
    private long bytes;

    SpeechReader(JsonMapper json, Sound sound) {
        this.json = json;
        this.sound = sound;
    }

    /// Where sound was asked for, JSON is an error, whatever its status.
    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode tree = tree(bytes, from, to);
        return tree == null || !tree.has("error") ? UNREADABLE : new Reading.Failed(OpenAiFailures.told(tree));
    }

    @Override
    public Reading event(byte[] data, int from, int to, AnswerWriter out) {
        JsonNode event = tree(data, from, to);
        if (event == null) {
            return new String(data, from, to - from, StandardCharsets.UTF_8)
                            .strip()
                            .equals(DONE)
                    ? end(out)
                    : UNREADABLE;
        }
        if (event.hasNonNull("error")) {
            return new Reading.Failed(OpenAiFailures.told(event));
        }
        boolean last = event.path("type").asText().equals("speech.audio.done");
        out.begin();
        out.tokens(heard(event.path("audio").asText()));
        out.json(data, from, to);
        if (last) {
            usage = usage(event.path("usage"));
        }
        out.end();
        return last ? Reading.DONE : Reading.MORE;
    }

    /// Only its last event ends a speech.
    @Override
    public Reading end(AnswerWriter out) {
        return TRUNCATED;
    }

    @Override
    public @Nullable Quantities usage() {
        return usage;
    }

    @Override
    public long tokens(long bytes) {
        return sound.tokens(bytes);
    }

    @Override
    public String contentType() {
        return sound.contentType();
    }

    /// Tokens of another piece, so that rounding does not add up.
    private long heard(String base64) {
        long before = sound.tokens(bytes);
        bytes += base64.length() / 4L * 3;
        return sound.tokens(bytes) - before;
    }

    private static @Nullable Quantities usage(JsonNode told) {
        return told.hasNonNull("output_tokens")
                ? Quantities.NONE
                        .with(
                                UsageClass.INPUT,
                                Math.max(0, told.path("input_tokens").asLong()))
                        .with(
                                UsageClass.AUDIO_OUTPUT,
                                Math.max(0, told.path("output_tokens").asLong()))
                : null;
    }

    /// Null when it is no JSON object.
    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            JsonNode tree = json.readTree(bytes, from, to - from);
            return tree != null && tree.isObject() ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }
}
