package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Makes a text that a string's schema allows: of its format, of its length, and of its pattern when that is a usual
/// one.
final class SchemaText {

    private static final List<String> PLACES = List.of("Paris", "Rome");
    private static final List<String> USUAL = List.of(
            "text",
            "Text",
            "TEXT",
            "1",
            "12",
            "123",
            "1234",
            "12345",
            "a1",
            "A1",
            "ABC-123",
            "AB",
            "ABC",
            "#00ff00",
            "1.0.0",
            "2026-01-02",
            "2026-01-02T03:04:05Z",
            "12:34",
            "12.34",
            "+15551234567",
            "555-1234",
            "demo@example.com",
            "https://example.com",
            "/path",
            "00000000-0000-4000-8000-000000000000");

    private SchemaText() {}

    static String of(JsonNode schema, String name, int variant) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean place = lower.contains("location") || lower.contains("city");
        String base = place ? PLACES.get(variant % PLACES.size()) : variant == 0 ? "text" : "text" + variant;
        if (schema.hasNonNull("pattern")) {
            return ofPattern(schema.get("pattern").asText(), base);
        }
        String formatted = ofFormat(schema.path("format").asText(), base);
        int shortest = schema.path("minLength").asInt(0);
        int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        String filled =
                formatted.length() >= shortest ? formatted : formatted + "x".repeat(shortest - formatted.length());
        return filled.length() <= longest ? filled : filled.substring(0, longest);
    }

    private static String ofPattern(String pattern, String base) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return USUAL.stream()
                    .filter(text -> compiled.matcher(text).find())
                    .findFirst()
                    .orElse(base);
        } catch (PatternSyntaxException e) {
            return base;
        }
    }

    private static String ofFormat(String format, String base) {
        return switch (format) {
            case "date-time" -> "2026-01-02T03:04:05Z";
            case "date" -> "2026-01-02";
            case "time" -> "03:04:05Z";
            case "duration" -> "P1D";
            case "email" -> "demo@example.com";
            case "hostname" -> "example.com";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            case "uri", "url" -> "https://example.com/";
            default -> base;
        };
    }
}
