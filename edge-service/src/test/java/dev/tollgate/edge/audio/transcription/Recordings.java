package dev.tollgate.edge.audio.transcription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.TranscriptionBody;
import dev.tollgate.edge.upload.Forms;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Requests for transcripts for tests, read as the edge reads them.
public final class Recordings {
    private Recordings() {}

    /// @param fields `name=value`, in their order; `file=` stands for the file
    static TranscriptionRequest parsed(Buffer start, long length, String... fields) {
        return parsed(Operation.TRANSCRIPTION, start, length, fields);
    }

    static TranscriptionRequest parsed(Operation operation, Buffer start, long length, String... fields) {
        String[] named = Arrays.stream(fields)
                .map(field -> field.equals("file=") ? "file=@a.wav" : field)
                .toArray(String[]::new);
        return new TranscriptionView(Forms.of(start, length, named), operation).validated();
    }

    /// As adapters see it.
    public static TranscriptionBody body(boolean byDuration, String... fields) {
        return body(Operation.TRANSCRIPTION, byDuration, fields);
    }

    private static TranscriptionBody body(Operation operation, boolean byDuration, String... fields) {
        TranscriptionRequest request = parsed(operation, Buffer.buffer("ID3"), 9, fields);
        return new TranscriptionRequest(
                operation,
                request.model(),
                request.format(),
                request.stream(),
                request.prompt(),
                request.recording(),
                request.upload(),
                byDuration);
    }

    /// Of `{"by_duration": true, "form": {"model": "m", "file": ""}}`.
    public static TranscriptionBody body(String json) {
        return body(Operation.TRANSCRIPTION, json);
    }

    /// The same, in English.
    public static TranscriptionBody translated(String json) {
        return body(Operation.TRANSLATION, json);
    }

    private static TranscriptionBody body(Operation operation, String json) {
        try {
            JsonNode asked = JsonMapper.builder().build().readTree(json);
            return body(operation, asked.path("by_duration").booleanValue(), Forms.fields(asked.get("form")));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// 44 bytes, as most programs write it.
    static Buffer wave(int tag, int channels, long rate, int bits, long dataLength) {
        return Buffer.buffer("RIFF")
                .appendUnsignedIntLE(36 + dataLength)
                .appendString("WAVEfmt ")
                .appendUnsignedIntLE(16)
                .appendUnsignedShortLE(tag)
                .appendUnsignedShortLE(channels)
                .appendUnsignedIntLE(rate)
                .appendUnsignedIntLE(rate * channels * bits / 8)
                .appendUnsignedShortLE(channels * bits / 8)
                .appendUnsignedShortLE(bits)
                .appendString("data")
                .appendUnsignedIntLE(dataLength);
    }
}
