package dev.tollgate.edge.upload;

import dev.tollgate.edge.json.Invalid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of a form's part.
///
/// @param filename null for a plain field
/// @param contentType null when it is not told: UTF-8 text
record PartHead(
        String name, @Nullable String filename, @Nullable String contentType) {
    private static final int NAME_MAX = 256;

    /// @param lines as they came, without the empty one
    static PartHead of(byte[] lines, int length) {
        String disposition = null;
        String contentType = null;
        for (String line : text(lines, length).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw malformed("a header of a part is none");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> disposition = value;
                case "content-type" -> contentType = value;
                case "content-transfer-encoding" -> requirePlain(value);
                default -> {}
            }
        }
        if (disposition == null || !disposition.toLowerCase(Locale.ROOT).startsWith("form-data")) {
            throw malformed("a part has no `Content-Disposition: form-data`");
        }
        Map<String, String> parameters = Parameters.of(disposition);
        String name = parameters.get("name");
        if (name == null || name.isEmpty() || name.length() > NAME_MAX || !isClean(name)) {
            throw malformed("a part has no valid name");
        }
        String filename = parameters.get("filename");
        if (filename != null && (filename.length() > NAME_MAX || !isClean(filename))) {
            throw Invalid.value(name, "The file name of '" + name + "' is too long or has control characters.");
        }
        return new PartHead(name, filename, contentType);
    }

    static Invalid malformed(String why) {
        return Invalid.value(null, "The body is not a valid multipart form: " + why + ".");
    }

    /// They are old, and nothing that is sent today uses them.
    private static void requirePlain(String encoding) {
        switch (encoding.toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> {}
            default -> throw malformed("Content-Transfer-Encoding is not supported");
        }
    }

    private static boolean isClean(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static String text(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a header of a part is not UTF-8");
        }
    }
}
