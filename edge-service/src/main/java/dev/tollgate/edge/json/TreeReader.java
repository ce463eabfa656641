package dev.tollgate.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;

/// Makes values of a body: no key twice, no number that is out of range, and long strings left where they stand.
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /// Longer strings are not read: those up to here are names, kinds and roles, which somebody asks for.
    private static final int READ_MAX = 32;

    private final JsonFactory json;
    private final JsonParser parser;
    private final Bytes body;

    /// @param parser of that body
    TreeReader(JsonFactory json, JsonParser parser, Bytes body) {
        this.json = json;
        this.parser = parser;
        this.body = body;
    }

    /// The value that the parser is at; then it is at the value's last token.
    JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (object.has(name)) {
                throw BodyReader.duplicate(parser);
            }
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode text() throws IOException {
        int start = body.from() + (int) parser.currentTokenLocation().getByteOffset() + 1;
        if (Quotes.closing(body.array(), start, Math.min(body.to(), start + READ_MAX)) < start + READ_MAX) {
            return NODES.textNode(parser.getText());
        }
        int end = Quotes.closing(body.array(), start, body.to());
        return end < body.to()
                ? new LongText(json, body.array(), start, end)
                // It does not close, as the parser finds out.
                : NODES.textNode(parser.getText());
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /// 1e400 has no value that two readers agree on.
    private JsonNode number() throws IOException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            String path = path(parser.getParsingContext());
            throw Invalid.value(path, "The number at '" + path + "' is out of range.");
        }
        return NODES.numberNode(number);
    }

    private static String path(JsonStreamContext at) {
        String above = at.getParent().inRoot() ? "" : path(at.getParent());
        if (at.inArray()) {
            return above + "[" + at.getCurrentIndex() + "]";
        }
        String name = Objects.requireNonNull(at.getCurrentName());
        return above.isEmpty() ? name : above + "." + name;
    }
}
