package dev.tollgate.edge.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/// The members of a body, and where in it they stand, so that one can be changed there and nowhere else.
///
/// @param fields without those that are null: absent is the same
/// @param spans of all, null ones too
/// @param afterBrace right behind the opening brace
public record Members(Map<String, JsonNode> fields, Map<String, Span> spans, int afterBrace, Buffer body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A member of the body.
    ///
    /// @param nameStart where its name's opening quote is
    /// @param start of its value
    /// @param end of its value, exclusive
    public record Span(int nameStart, int start, int end) {}

    /// The body with another model's name; all else byte for byte.
    public Buffer withModel(String name) {
        Edits edits = new Edits(this);
        edits.put("model", Edits.quoted(name));
        return edits.applied();
    }

    /// SHA-256 of the body.
    public byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Parsed anew: for who asks to change.
    public ObjectNode tree() {
        try {
            return (ObjectNode) JSON.readTree(body.getBytes());
        } catch (IOException e) {
            // The reader has taken these bytes before.
            throw new UncheckedIOException(e);
        }
    }
}
