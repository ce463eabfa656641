package dev.tollgate.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.Members.Span;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a body in one pass. Strict where services could disagree about what was said (UTF-8, duplicate keys,
/// trailing text, numbers out of range), lenient where a field is not ours to judge.
@Singleton
public class BodyReader {
    private static final int DEPTH_MAX = 100;
    private static final int STRING_MAX = 64 * 1024 * 1024;

    /// UTF-16 made of ASCII is UTF-8 by its bytes, so the parser must not guess another encoding.
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(STRING_MAX)
                            .build())
                    .build())
            .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /// Never throws for what is wrong with a body: that is a rejection which names the place.
    ///
    /// @param view judges the members, and leaves by [Invalid] at the first fault
    public Reading read(Buffer buffer, Function<Members, ModelRequest> view) {
        byte[] body = buffer.getBytes();
        try {
            if (!Utf8.isValid(body)) {
                throw Invalid.json("The body is not valid UTF-8.");
            }
            return new Reading.Parsed(view.apply(parse(body, buffer)));
        } catch (Invalid invalid) {
            return new Reading.Rejected(invalid.error());
        } catch (JsonProcessingException failure) {
            return new Reading.Rejected(explain(failure).error());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Members parse(byte[] body, Buffer buffer) throws IOException {
        Map<String, JsonNode> fields = new HashMap<>(16);
        Map<String, Span> spans = new HashMap<>(16);
        int afterBrace;
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Invalid.json("The body must be a JSON object.");
            }
            afterBrace = (int) parser.currentTokenLocation().getByteOffset() + 1;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser, body, fields, spans);
            }
            if (parser.nextToken() != null) {
                throw Invalid.json("There is text after the JSON object" + at(parser) + ".");
            }
        }
        return new Members(fields, spans, afterBrace, buffer);
    }

    private void readField(JsonParser parser, byte[] body, Map<String, JsonNode> fields, Map<String, Span> spans)
            throws IOException {
        String name = parser.currentName();
        int nameStart = (int) parser.currentTokenLocation().getByteOffset();
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        JsonNode value = json.readTree(parser);
        requireFinite(value, name);
        if (!value.isNull()) {
            fields.put(name, value);
        }
        spans.put(name, new Span(nameStart, start, endOf(value, start, body, parser)));
    }

    /// A scalar's end is found in the bytes, as the parser has read ahead of it; a container's is where the parser
    /// is.
    private static int endOf(JsonNode value, int start, byte[] body, JsonParser parser) {
        if (value.isContainerNode()) {
            return (int) parser.currentLocation().getByteOffset();
        }
        int at = start;
        if (body[start] == '"') {
            at++;
            while (body[at] != '"') {
                at += body[at] == '\\' ? 2 : 1;
            }
            return at + 1;
        }
        while (at < body.length && ",}] \t\r\n".indexOf(body[at]) < 0) {
            at++;
        }
        return at;
    }

    /// 1e400 has no value that two readers agree on.
    private static void requireFinite(JsonNode value, String path) {
        if (value.isFloatingPointNumber()) {
            if (!Double.isFinite(value.doubleValue())) {
                throw Invalid.value(path, "The number at '" + path + "' is out of range.");
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                requireFinite(value.get(i), path + "[" + i + "]");
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                requireFinite(field.getValue(), path + "." + field.getKey());
            }
        }
    }

    private static Invalid explain(JsonProcessingException failure) {
        String where = where(failure.getLocation());
        if (failure instanceof StreamConstraintsException) {
            return Invalid.json("The JSON is nested deeper than " + DEPTH_MAX + " levels or too long" + where + ".");
        }
        String original = failure.getOriginalMessage();
        if (failure instanceof JsonParseException && original.startsWith("Duplicate field")) {
            return Invalid.json(original + where + ".");
        }
        return Invalid.json("The body is not valid JSON" + where + ".");
    }

    private static String at(JsonParser parser) {
        return where(parser.currentTokenLocation());
    }

    private static String where(com.fasterxml.jackson.core.@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
