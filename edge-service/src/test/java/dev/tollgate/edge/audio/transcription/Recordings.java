package dev.tollgate.edge.audio.transcription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.StoredFile;
import dev.tollgate.edge.provider.spi.TranscriptionBody;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.upload.Form;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Requests for transcripts for tests, read as the edge reads them.
public final class Recordings {
    private Recordings() {}

    /// @param fields `name=value`, in their order; `file=` stands for the file
    static TranscriptionRequest parsed(Buffer start, long length, String... fields) {
        List<UpstreamBody.Part> parts = new ArrayList<>();
        UpstreamBody.File file = new UpstreamBody.File("file", "a.wav", "audio/wav", stored(length));
        for (String field : fields) {
            int equals = field.indexOf('=');
            String name = field.substring(0, equals);
            parts.add(name.equals("file") ? file : UpstreamBody.Field.text(name, field.substring(equals + 1)));
        }
        boolean has = parts.contains(file);
        return new TranscriptionView(new Form(parts, has ? file : null, start, new byte[0], () -> {})).validated();
    }

    /// As adapters see it.
    public static TranscriptionBody body(boolean byDuration, String... fields) {
        TranscriptionRequest request = parsed(Buffer.buffer("ID3"), 9, fields);
        return new TranscriptionRequest(
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
        try {
            JsonNode asked = JsonMapper.builder().build().readTree(json);
            String[] fields = asked.get("form")
                    .propertyStream()
                    .map(field -> field.getKey() + "=" + field.getValue().textValue())
                    .toArray(String[]::new);
            return body(asked.path("by_duration").booleanValue(), fields);
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

    private static StoredFile stored(long length) {
        return new StoredFile() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Future<Buffer> read(long at, int wanted) {
                return Future.succeededFuture(Buffer.buffer(new byte[wanted]));
            }
        };
    }
}
