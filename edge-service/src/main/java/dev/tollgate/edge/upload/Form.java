package dev.tollgate.edge.upload;

import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamBody.File;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A form that was taken in whole.
///
/// @param parts in the caller's order, the file among them
/// @param file null when it has none
/// @param fileStart how the file begins
/// @param fingerprint digest (SHA-256) of all that it says: not of its boundary, which is another each time
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Form(
        List<UpstreamBody.Part> parts, @Nullable File file, Buffer fileStart, byte[] fingerprint, Runnable onDiscard) {
    public Form {
        parts = List.copyOf(parts);
    }

    /// A plain field's text; null when it is absent or empty. One that comes twice could be understood in two ways.
    public @Nullable String text(String name) {
        List<String> all = texts(name);
        if (all.size() > 1) {
            throw Invalid.value(name, "'" + name + "' is given more than once.");
        }
        return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    /// All plain fields of a name, in their order.
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (UpstreamBody.Part part : parts) {
            if (part instanceof UpstreamBody.Field field && field.name().equals(name)) {
                texts.add(field.text());
            }
        }
        return texts;
    }

    /// One that must be there and not be empty.
    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw Invalid.missing(name);
        }
        return text;
    }

    /// @param parts in their order
    /// @param file the file's own, or nothing
    static byte[] fingerprint(List<UpstreamBody.Part> parts, byte[] file) {
        MessageDigest digest = sha256();
        for (UpstreamBody.Part part : parts) {
            // Lengths keep two parts from being read as one.
            for (String said : new String[] {part.name(), part.filename(), part.contentType()}) {
                byte[] bytes = said == null ? new byte[0] : said.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            byte[] value =
                    switch (part) {
                        case UpstreamBody.Field field -> field.value().getBytes();
                        case File ignored -> file;
                    };
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            digest.update(value);
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Lets its file go. Harmless when that was done before.
    public void discard() {
        onDiscard.run();
    }

    /// Without what the caller has sent.
    @Override
    public String toString() {
        return "Form[" + parts.size() + " parts]";
    }
}
