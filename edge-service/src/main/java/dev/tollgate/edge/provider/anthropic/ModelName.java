package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Puts the caller's name of the model in the place of the provider's; all else stays, byte for byte.
final class ModelName {
    private final JsonFactory json;
    private final byte[] name;

    ModelName(JsonFactory json, String callers) {
        this.json = json;
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(callers);
        this.name = new byte[quoted.length + 2];
        this.name[0] = '"';
        this.name[quoted.length + 1] = '"';
        System.arraycopy(quoted, 0, name, 1, quoted.length);
    }

    /// @param bytes of a whole object, which has been read before
    /// @param depth of the object whose member it is, from 1; 0 for none
    void write(byte[] bytes, int from, int to, int depth, AnswerWriter out) {
        int[] place = depth == 0 ? new int[0] : find(bytes, from, to, depth);
        if (place.length == 0) {
            out.json(bytes, from, to);
        } else {
            out.json(bytes, from, place[0]);
            out.json(name, 0, name.length);
            out.json(bytes, place[1], to);
        }
    }

    /// @return where its value begins and ends; nothing when it has none
    private int[] find(byte[] bytes, int from, int to, int wanted) {
        int depth = 0;
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (depth == wanted && token == JsonToken.VALUE_STRING && "model".equals(parser.currentName())) {
                    int start = from + (int) parser.currentTokenLocation().getByteOffset();
                    // Only then is it read to its end.
                    parser.finishToken();
                    return new int[] {
                        start, from + (int) parser.currentLocation().getByteOffset()
                    };
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new int[0];
    }
}
