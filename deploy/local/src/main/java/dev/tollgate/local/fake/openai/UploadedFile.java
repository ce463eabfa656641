package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A part with a file: counted and digested while it comes, only its first bytes are kept.
public final class UploadedFile {

    private static final int HEAD_BYTES = 4 << 10;

    private final String field;
    private final String name;
    private final String contentType;
    private final MessageDigest digest = sha256();
    private final Buffer head = Buffer.buffer();
    private long bytes;

    UploadedFile(HttpServerFileUpload upload) {
        this.field = upload.name();
        this.name = upload.filename();
        this.contentType = upload.contentType() == null ? "" : upload.contentType();
        upload.handler(this::add);
    }

    public String field() {
        return field;
    }

    public String name() {
        return name;
    }

    public long bytes() {
        return bytes;
    }

    /// As its part tells it; empty when it tells none.
    public String contentType() {
        return contentType;
    }

    /// The beginning of it.
    public Buffer head() {
        return head;
    }

    /// For the log.
    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("field", field)
                .put("name", name)
                .put("content_type", contentType)
                .put("bytes", bytes)
                .put("sha256", HexFormat.of().formatHex(digest.digest()));
    }

    private void add(Buffer piece) {
        bytes += piece.length();
        digest.update(piece.getBytes());
        if (head.length() < HEAD_BYTES) {
            head.appendBuffer(piece.slice(0, Math.min(piece.length(), HEAD_BYTES - head.length())));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
