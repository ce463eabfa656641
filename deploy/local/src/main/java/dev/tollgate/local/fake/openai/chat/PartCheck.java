package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rejects what OpenAI rejects of a message's parts: each role may have some kinds, each kind has its fields.
final class PartCheck {

    private static final List<String> USER = List.of("text", "image_url", "input_audio", "file");
    private static final List<String> ASSISTANT = List.of("text", "refusal");
    private static final List<String> OTHERS = List.of("text");

    private PartCheck() {}

    static Optional<Rejection> parts(JsonNode parts, String role, String path) {
        List<String> allowed =
                switch (role) {
                    case "user" -> USER;
                    case "assistant" -> ASSISTANT;
                    default -> OTHERS;
                };
        return IntStream.range(0, parts.size())
                .mapToObj(i -> part(parts.get(i), allowed, path + "[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Rejection> part(JsonNode part, List<String> allowed, String path) {
        if (!part.hasNonNull("type")) {
            return Optional.of(Rejection.missing(path + ".type"));
        }
        String type = part.get("type").asText();
        if (!allowed.contains(type)) {
            return Optional.of(Rejection.unsupportedValue(path + ".type", type, FieldRule.quoted(allowed)));
        }
        return switch (type) {
            case "image_url" -> image(part.path("image_url"), path + ".image_url");
            case "input_audio" -> audio(part.path("input_audio"), path + ".input_audio");
            case "file" -> file(part.path("file"), path + ".file");
            default ->
                part.path(type).isTextual() ? Optional.empty() : Optional.of(Rejection.missing(path + "." + type));
        };
    }

    private static Optional<Rejection> image(JsonNode image, String path) {
        if (!image.path("url").isTextual()) {
            return Optional.of(Rejection.missing(path + ".url"));
        }
        String url = image.get("url").textValue();
        if (!url.startsWith("https://") && !url.startsWith("http://") && !url.startsWith("data:image/")) {
            String message = "Invalid image URL: '" + path + ".url'. Expected a base64-encoded data URL with an image "
                    + "MIME type, or an http(s) URL.";
            return Optional.of(Rejection.invalid(message, path + ".url", "invalid_image_url"));
        }
        return FieldRule.oneOf("detail", "auto", "low", "high").check(image);
    }

    private static Optional<Rejection> audio(JsonNode audio, String path) {
        if (!audio.path("data").isTextual()) {
            return Optional.of(Rejection.missing(path + ".data"));
        }
        String format = audio.path("format").asText("");
        if (!format.equals("wav") && !format.equals("mp3")) {
            return Optional.of(Rejection.unsupportedValue(path + ".format", format, "'wav', and 'mp3'"));
        }
        return base64(audio.get("data").textValue(), path + ".data");
    }

    /// By the id of a file that was uploaded before, or by its name and content.
    private static Optional<Rejection> file(JsonNode file, String path) {
        if (file.path("file_id").isTextual()) {
            return Optional.empty();
        }
        if (!file.path("file_data").isTextual()) {
            return Optional.of(Rejection.missing(path + ".file_id"));
        }
        if (!file.path("filename").isTextual()) {
            return Optional.of(Rejection.missing(path + ".filename"));
        }
        String data = file.get("file_data").textValue();
        int comma = data.startsWith("data:") ? data.indexOf(',') : -1;
        if (comma < 0 || !data.substring(0, comma).endsWith(";base64")) {
            String message = "Invalid file data: '" + path + ".file_data'. Expected a base64-encoded data URL with a "
                    + "MIME type, but got unsupported format.";
            return Optional.of(Rejection.invalid(message, path + ".file_data", "invalid_value"));
        }
        return base64(data.substring(comma + 1), path + ".file_data");
    }

    private static Optional<Rejection> base64(String data, String path) {
        try {
            Base64.getDecoder().decode(data);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String message = "Invalid '" + path + "': not valid base64.";
            return Optional.of(Rejection.invalid(message, path, "invalid_value"));
        }
    }
}
