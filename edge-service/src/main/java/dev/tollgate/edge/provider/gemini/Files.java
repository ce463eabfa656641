package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes images, audio and documents as inline data: the API is never given an address of a caller's.
final class Files {
    private static final Set<String> IMAGES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");
    private static final String PDF = "application/pdf";
    private static final Set<String> DOCUMENTS =
            Set.of(PDF, "text/plain", "text/html", "text/css", "text/csv", "text/xml", "text/markdown");
    private static final String DATA = "data:";

    private final Map<String, FetchedFile> fetched;

    Files(Map<String, FetchedFile> fetched) {
        this.fetched = fetched;
    }

    static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://");
    }

    ObjectNode image(JsonNode part, String path) {
        String url = part.path("image_url").path("url").asText();
        String param = path + ".image_url.url";
        FetchedFile file = fetched.get(url);
        if (file != null) {
            String type = image(file.mediaType(), param);
            return inline(type, Base64.getEncoder().encodeToString(file.bytes()));
        }
        if (!isData(url)) {
            throw new Untranslatable(param, "Images are taken by data:, http: and https: addresses only.");
        }
        return inline(image(mediaType(url), param), data(url, param));
    }

    ObjectNode audio(JsonNode part, String path) {
        JsonNode audio = part.path("input_audio");
        String format = audio.path("format").asText();
        String type =
                switch (format) {
                    case "wav", "mp3", "aiff", "aac", "ogg", "flac" -> "audio/" + format;
                    default ->
                        throw new Untranslatable(
                                path + ".input_audio.format", "This model does not take audio of that format.");
                };
        return inline(type, audio.path("data").asText());
    }

    ObjectNode document(JsonNode part, String path) {
        JsonNode file = part.path("file");
        if (!file.path("file_data").isTextual()) {
            String name = file.has("file_id") ? "file_id" : "file_data";
            throw new Untranslatable(path + ".file." + name, "Files are taken as 'file_data' only.");
        }
        String given = file.path("file_data").asText();
        String param = path + ".file.file_data";
        String type = isData(given) ? mediaType(given) : PDF;
        if (!DOCUMENTS.contains(type) && !IMAGES.contains(type)) {
            throw new Untranslatable(param, "This model does not take files of type '" + type + "'.");
        }
        return inline(type, isData(given) ? data(given, param) : given);
    }

    private static boolean isData(String url) {
        return url.regionMatches(true, 0, DATA, 0, DATA.length());
    }

    private static String image(String type, String param) {
        String known = type.equals("image/jpg") ? "image/jpeg" : type;
        if (!IMAGES.contains(known)) {
            throw new Untranslatable(param, "This model does not take images of type '" + type + "'.");
        }
        return known;
    }

    /// Of `data:image/png;base64,…`.
    private static String mediaType(String url) {
        int end = Math.max(0, url.indexOf(','));
        String head = url.substring(Math.min(DATA.length(), end), end);
        int semicolon = head.indexOf(';');
        return (semicolon < 0 ? head : head.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static String data(String url, String param) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw new Untranslatable(param, "A data: address must be of the form data:<type>;base64,<data>.");
        }
        return url.substring(comma + 1);
    }

    private static ObjectNode inline(String type, String data) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.putObject("inlineData").put("mimeType", type).put("data", data);
        return part;
    }
}
