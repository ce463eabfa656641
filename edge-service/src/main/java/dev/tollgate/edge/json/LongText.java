package dev.tollgate.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A string that is left where it stands in the body, as most often nobody asks what it says: a picture, a prompt.
/// Two are the same when they are written the same.
final class LongText extends ValueNode {
    private static final long serialVersionUID = 1L;

    private final transient JsonFactory json;
    private final transient byte[] body;
    private final int start;
    private final int end;

    /// @param start behind its opening quote
    /// @param end where its closing quote is
    LongText(JsonFactory json, byte[] body, int start, int end) {
        this.json = json;
        this.body = body;
        this.start = start;
        this.end = end;
    }

    /// Bytes in the body.
    int length() {
        return end - start;
    }

    @Override
    public String textValue() {
        return Quotes.isPlain(body, start, end)
                ? new String(body, start, length(), StandardCharsets.UTF_8)
                : unescaped();
    }

    private String unescaped() {
        try (JsonParser parser = json.createParser(body, start - 1, length() + 2)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            // The reader has taken these bytes before.
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it begins with these letters, in any case.
    boolean startsWith(String ascii) {
        // Slashes may be escaped: then it takes more bytes than it has letters.
        int room = Math.min(length(), 2 * ascii.length());
        return new String(body, start, room, StandardCharsets.ISO_8859_1)
                .replace("\\/", "/")
                .regionMatches(true, 0, ascii, 0, ascii.length());
    }

    @Override
    public String asText() {
        return textValue();
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.STRING;
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_STRING;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
        out.writeString(textValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongText that && Arrays.equals(body, start, end, that.body, that.start, that.end);
    }

    @Override
    public int hashCode() {
        CRC32C crc = new CRC32C();
        crc.update(body, start, length());
        return (int) crc.getValue();
    }
}
