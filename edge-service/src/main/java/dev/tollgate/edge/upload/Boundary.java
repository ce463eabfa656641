package dev.tollgate.edge.upload;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What separates the parts of a form (RFC 2046, 5.1.1).
final class Boundary {
    private static final String FORM = "multipart/form-data";
    private static final int MAX = 70;

    private Boundary() {}

    static boolean isForm(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    /// Null when there is none, or none that is allowed.
    static @Nullable String of(String contentType) {
        String boundary = Parameters.of(contentType).get("boundary");
        return boundary == null
                        || boundary.isEmpty()
                        || boundary.length() > MAX
                        || !boundary.chars().allMatch(Boundary::isAllowed)
                ? null
                : boundary;
    }

    /// Visible ASCII and the space.
    private static boolean isAllowed(int c) {
        return c >= ' ' && c < 0x7F;
    }
}
