package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a transcript, and writes it in the format that the caller wants, which may not be the one that the
/// provider was asked for.
final class TranscriptionReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final String DONE = "[DONE]";

    private final JsonMapper json;
    private final Format format;
    private @Nullable Quantities usage;
    private boolean begun;

    TranscriptionReader(JsonMapper json, Format format) {
        this.json = json;
        this.format = format;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        if (answer == null) {
            return asItIs(bytes, from, to, out);
        }
        if (answer.hasNonNull("error")) {
            return new Reading.Failed(OpenAiFailures.told(answer));
        }
        if (!answer.path("text").isTextual()) {
            return UNREADABLE;
        }
        usage = TranscriptUsage.of(answer);
        out.begin();
        tell(answer.get("text").textValue(), out);
        byte[] written = written(answer);
        if (written == null) {
            out.json(bytes, from, to);
        } else {
            out.json(written, 0, written.length);
        }
        out.end();
        return Reading.DONE;
    }

    /// Some write plain text and subtitles whatever they are asked for.
    private Reading asItIs(byte[] bytes, int from, int to, AnswerWriter out) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (format.isJson() || text.isBlank() || text.stripLeading().startsWith("{") || text.startsWith("<")) {
            return UNREADABLE;
        }
        out.begin();
        tell(text, out);
        out.json(bytes, from, to);
        out.end();
        return Reading.DONE;
    }

    /// Null for the answer as it came.
    private byte @Nullable [] written(JsonNode answer) {
        return switch (format) {
            case JSON -> answer.has("duration") ? bytes(plain(answer).toString()) : null;
            case VERBOSE_JSON, DIARIZED_JSON -> null;
            case TEXT -> bytes(answer.get("text").textValue() + "\n");
            case SRT -> bytes(Subtitles.srt(answer));
            case VTT -> bytes(Subtitles.vtt(answer));
        };
    }

    /// Of a verbose one.
    private ObjectNode plain(JsonNode answer) {
        ObjectNode plain = json.createObjectNode();
        plain.set("text", answer.get("text"));
        if (answer.has("usage")) {
            plain.set("usage", answer.get("usage"));
        } else if (answer.path("duration").isNumber()) {
            plain.putObject("usage").put("type", "duration").put("seconds", (long)
                    Math.ceil(answer.path("duration").doubleValue()));
        }
        return plain;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode event = tree(bytes, from, to);
        if (event == null) {
            boolean done = new String(bytes, from, to - from, StandardCharsets.UTF_8)
                    .strip()
                    .equals(DONE);
            return done ? end(out) : UNREADABLE;
        }
        if (event.hasNonNull("error")) {
            return new Reading.Failed(OpenAiFailures.told(event));
        }
        boolean last = event.path("type").asText().equals("transcript.text.done");
        out.begin();
        if (last) {
            usage = TranscriptUsage.of(event);
            if (!begun) {
                tell(event.path("text").asText(), out);
            }
        } else if (event.path("delta").isTextual()) {
            begun = true;
            tell(event.path("delta").textValue(), out);
        }
        out.json(bytes, from, to);
        out.end();
        return last ? Reading.DONE : Reading.MORE;
    }

    /// Only its last event ends a transcript.
    @Override
    public Reading end(AnswerWriter out) {
        return TRUNCATED;
    }

    @Override
    public @Nullable Quantities usage() {
        return usage;
    }

    @Override
    public String contentType() {
        return format.isJson() ? "application/json" : "text/plain; charset=utf-8";
    }

    private void tell(String text, AnswerWriter out) {
        try {
            byte[] quoted = json.writeValueAsBytes(text);
            out.text(quoted, 1, quoted.length - 1);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
