package dev.tollgate.edge.provider.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.SpeechBody.Sound;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads speech: bytes, of which nothing is read but their number. Usage is not told: the characters are known.
final class SoundReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private final JsonMapper json;
    private final Sound sound;

    SoundReader(JsonMapper json, Sound sound) {
        this.json = json;
        this.sound = sound;
    }

    /// Where sound was asked for, JSON is an error, whatever its status.
    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        try {
            JsonNode tree = json.readTree(bytes, from, to - from);
            return tree != null && tree.has("detail") ? new Reading.Failed(new Failure.Broken("error")) : UNREADABLE;
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    /// There are no events.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public Reading end(AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public @Nullable Quantities usage() {
        return null;
    }

    @Override
    public long tokens(long bytes) {
        return sound.tokens(bytes);
    }

    @Override
    public String contentType() {
        return sound.contentType();
    }
}
