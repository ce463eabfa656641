package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// One stream read by the adapter: what was written, and how it ended.
record Streamed(RecordingWriter written, Reading end, AnswerReader reader) {
    static final AnthropicAdapter ADAPTER = new AnthropicAdapter(InstantSource.fixed(Instant.ofEpochSecond(1)));

    /// @param events with single quotes; nothing more is read once one has ended the stream
    static Streamed of(String... events) {
        return of(
                List.of(events).stream().map(event -> event.replace('\'', '"')).toList());
    }

    static Streamed of(List<String> events) {
        AnswerReader reader = ADAPTER.reader(new TestChat("public", true, true));
        RecordingWriter written = new RecordingWriter();
        for (String event : events) {
            byte[] bytes = (" " + event + "\n").getBytes(StandardCharsets.UTF_8);
            Reading reading = reader.event(bytes, 1, bytes.length - 1, written);
            if (!(reading instanceof Reading.More)) {
                return new Streamed(written, reading, reader);
            }
        }
        return new Streamed(written, reader.end(written), reader);
    }

    /// A whole message, with single quotes.
    static Streamed whole(String message) {
        AnswerReader reader = ADAPTER.reader(new TestChat("public", false, false));
        RecordingWriter written = new RecordingWriter();
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new Streamed(written, reader.whole(bytes, 0, bytes.length, written), reader);
    }

    List<JsonNode> chunks() {
        return written.chunks.stream().map(Asked::parsed).toList();
    }

    List<JsonNode> deltas() {
        return chunks().stream()
                .map(chunk -> chunk.at("/choices/0/delta"))
                .filter(JsonNode::isObject)
                .toList();
    }

    /// A member of all deltas, joined.
    String joined(String pointer) {
        StringBuilder joined = new StringBuilder();
        deltas().forEach(delta -> joined.append(delta.at(pointer).asText()));
        return joined.toString();
    }
}
