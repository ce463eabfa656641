package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body on its way to a provider.
public sealed interface UpstreamBody {
    /// In memory.
    record Bytes(Buffer buffer) implements UpstreamBody {}

    /// A multipart form, whose files are on disk.
    ///
    /// @param boundary that occurs in none of its parts
    record Form(String boundary, List<Part> parts) implements UpstreamBody {
        public Form {
            parts = List.copyOf(parts);
        }

        public String contentType() {
            return "multipart/form-data; boundary=" + boundary;
        }

        /// Of the whole body, in bytes.
        public long length() {
            long length = last().length();
            for (Part part : parts) {
                length += head(part).length() + part.length();
            }
            return length;
        }

        /// What goes before a part's bytes.
        public Buffer head(Part part) {
            StringBuilder head = new StringBuilder();
            // A part's end is a line's end, and the first has none before it.
            head.append(part == parts.getFirst() ? "--" : "\r\n--").append(boundary);
            head.append("\r\nContent-Disposition: form-data; name=\"").append(quoted(part.name()));
            if (part.filename() != null) {
                head.append("\"; filename=\"").append(quoted(part.filename()));
            }
            head.append('"');
            if (part.contentType() != null) {
                head.append("\r\nContent-Type: ").append(part.contentType());
            }
            return Buffer.buffer(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        /// What goes behind the last part.
        public Buffer last() {
            return Buffer.buffer((parts.isEmpty() ? "--" : "\r\n--") + boundary + "--\r\n");
        }

        /// As browsers do it.
        private static String quoted(String text) {
            return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        }
    }

    /// A part of a form.
    sealed interface Part {
        String name();

        /// Null for a plain field.
        @Nullable
        String filename();

        /// Null when it is not told.
        @Nullable
        String contentType();

        long length();
    }

    record Field(
            String name,
            @Nullable String filename,
            @Nullable String contentType,
            Buffer value) implements Part {
        /// Plain text.
        public static Field text(String name, String value) {
            return new Field(name, null, null, Buffer.buffer(value));
        }

        public boolean isText() {
            return filename == null;
        }

        public String text() {
            return value.toString(StandardCharsets.UTF_8);
        }

        @Override
        public long length() {
            return value.length();
        }
    }

    record File(String name, String filename, @Nullable String contentType, StoredFile content) implements Part {
        @Override
        public long length() {
            return content.length();
        }
    }
}
