package dev.tollgate.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// A text that must not be found, in whatever form it may have been written down: in any case of its letters, in
/// hexadecimal, as a database writes bytes, or somewhere inside of base64.
record Canary(String text) {
    /// One that nobody has said before.
    static Canary fresh(String prefix) {
        return new Canary(prefix + UUID.randomUUID().toString().replace("-", ""));
    }

    /// @param text whatever was found somewhere; bytes as ISO 8859-1
    boolean isIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(this.text.toLowerCase(Locale.ROOT))
                || lower.contains(HexFormat.of().formatHex(bytes(this.text)))
                || base64().stream().anyMatch(text::contains);
    }

    /// What is the same whatever stands before and after, for each of the three places where a group of base64 may
    /// begin.
    private List<String> base64() {
        List<String> forms = new ArrayList<>();
        byte[] bytes = bytes(text);
        for (int from = 0; from < 3; from++) {
            int whole = (bytes.length - from) / 3 * 3;
            forms.add(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + whole)));
        }
        return forms;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Not to be read in a report either.
    @Override
    public String toString() {
        return text.substring(0, Math.min(text.length(), 12)) + "…";
    }
}
