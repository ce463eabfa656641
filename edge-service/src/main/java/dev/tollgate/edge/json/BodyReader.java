package dev.tollgate.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
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
    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(STRING_MAX)
                    .build())
            .build();

    /// Never throws for what is wrong with a body: that is a rejection which names the place.
    ///
    /// @param view judges the members, and leaves by [Invalid] at the first fault
    public Reading read(Buffer buffer, Function<Members, ModelRequest> view) {
        Bytes body = Bytes.of(buffer);
        try {
            if (!Utf8.isValid(body.array(), body.from(), body.to())) {
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

    private Members parse(Bytes body, Buffer buffer) throws IOException {
        Map<String, JsonNode> fields = new HashMap<>(16);
        Map<String, Span> spans = new HashMap<>(16);
        int afterBrace;
        try (JsonParser parser = json.createParser(body.array(), body.from(), body.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Invalid.json("The body must be a JSON object.");
            }
            afterBrace = (int) parser.currentTokenLocation().getByteOffset() + 1;
            TreeReader tree = new TreeReader(json, parser, body);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (spans.containsKey(name)) {
                    throw duplicate(parser);
                }
                int nameStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                JsonNode value = tree.value();
                if (!value.isNull()) {
                    fields.put(name, value);
                }
                spans.put(name, new Span(nameStart, start, endOf(value, start, body, parser)));
            }
            if (parser.nextToken() != null) {
                throw Invalid.json("There is text after the JSON object" + at(parser) + ".");
            }
        }
        return new Members(fields, spans, afterBrace, buffer);
    }

    /// A scalar's end is found in the bytes, as the parser has read ahead of it; a container's is where the parser
    /// is.
    private static int endOf(JsonNode value, int start, Bytes body, JsonParser parser) {
        if (value.isContainerNode()) {
            return (int) parser.currentLocation().getByteOffset();
        }
        byte[] bytes = body.array();
        int at = body.from() + start;
        if (bytes[at] == '"') {
            return Quotes.closing(bytes, at + 1, body.to()) + 1 - body.from();
        }
        while (at < body.to() && ",}] \t\r\n".indexOf(bytes[at]) < 0) {
            at++;
        }
        return at - body.from();
    }

    /// The key that the parser is at has come before in its object.
    static Invalid duplicate(JsonParser parser) throws IOException {
        return Invalid.json("Duplicate field '" + parser.currentName() + "'" + at(parser) + ".");
    }

    private static Invalid explain(JsonProcessingException failure) {
        String where = where(failure.getLocation());
        if (failure instanceof StreamConstraintsException) {
            return Invalid.json("The JSON is nested deeper than " + DEPTH_MAX + " levels or too long" + where + ".");
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
