package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Refuses images and documents that Anthropic cannot read: sources of another type, broken base64, and bytes that
/// are not what the media type says.
final class SourceCheck {

    private static final String PDF = "application/pdf";

    /// How the bytes of each type begin.
    private static final Map<String, String> BEGINNINGS = Map.of(
            "image/png",
            "89504e47",
            "image/jpeg",
            "ffd8ff",
            "image/gif",
            "47494638",
            "image/webp",
            "52494646",
            PDF,
            "25504446");

    private SourceCheck() {}

    static void image(JsonNode source, String path, Complaint complaint) {
        String type = source.path("type").asText();
        Members members = new Members(source, Members.join(path, type), complaint);
        switch (type) {
            case "base64" -> {
                base64(members).oneOf("media_type", "image/jpeg", "image/png", "image/gif", "image/webp");
                bytes(source, path, "Image does not match the provided media type ", complaint);
            }
            case "url" -> url(members, source, complaint);
            default -> unknown(path, type, "'base64', 'url'", complaint);
        }
    }

    static void document(JsonNode source, String path, Complaint complaint) {
        String type = source.path("type").asText();
        Members members = new Members(source, Members.join(path, type), complaint);
        switch (type) {
            case "base64" -> {
                base64(members).oneOf("media_type", PDF);
                bytes(source, path, "The PDF specified was not valid: not ", complaint);
            }
            case "text" ->
                members.only(Set.of("type", "media_type", "data"))
                        .required("media_type", "data")
                        .oneOf("media_type", "text/plain")
                        .text("data");
            case "url" -> url(members, source, complaint);
            default -> unknown(path, type, "'base64', 'text', 'url'", complaint);
        }
    }

    private static Members base64(Members members) {
        return members.only(Set.of("type", "media_type", "data"))
                .required("media_type", "data")
                .text("data");
    }

    private static void url(Members members, JsonNode source, Complaint complaint) {
        members.only(Set.of("type", "url")).required("url").text("url");
        boolean secure = source.path("url").asText().toLowerCase(Locale.ROOT).startsWith("https://");
        complaint.unless(secure, "", "Only HTTPS URLs are supported.");
    }

    private static void unknown(String path, String type, String expected, Complaint complaint) {
        complaint.about(
                path,
                "Input tag '" + type + "' found using 'type' does not match any of the expected tags: " + expected);
    }

    private static void bytes(JsonNode source, String path, String mismatch, Complaint complaint) {
        if (!complaint.isNone()) {
            return;
        }
        String media = source.path("media_type").asText();
        try {
            byte[] data = Base64.getDecoder().decode(source.path("data").asText());
            String hex = HexFormat.of().formatHex(data, 0, Math.min(data.length, 4));
            complaint.unless(
                    hex.startsWith(BEGINNINGS.getOrDefault(media, "none")), path + ".base64.data", mismatch + media);
        } catch (IllegalArgumentException e) {
            complaint.about(path + ".base64", "invalid base64 data");
        }
    }
}
