package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Images and files. Those in a `data:` URL go as they are; Anthropic fetches `https:` itself, and `http:` is
/// fetched for it.
final class Media {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PDF = "application/pdf";
    private static final String PLAIN = "text/plain";
    private static final String HTTP = "http://";
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    private final Map<String, FetchedFile> fetched;

    /// A `data:` URL taken apart.
    private record Data(String mediaType, String base64) {}

    /// @param fetched by address
    Media(Map<String, FetchedFile> fetched) {
        this.fetched = fetched;
    }

    /// Images that Anthropic would not fetch.
    static List<String> toFetch(JsonNode messages) {
        return messages.findValues("image_url").stream()
                .map(image -> image.path("url").asText())
                .filter(url -> url.regionMatches(true, 0, HTTP, 0, HTTP.length()))
                .distinct()
                .toList();
    }

    ObjectNode image(JsonNode image, String path) {
        String url = image.path("url").asText();
        ObjectNode block = JSON.objectNode().put("type", "image");
        if (isHttps(url) && !fetched.containsKey(url)) {
            block.putObject("source").put("type", "url").put("url", url);
            return block;
        }
        Data data = image(url, path + ".image_url.url");
        base64(block, data.mediaType().equals("image/jpg") ? "image/jpeg" : data.mediaType(), data.base64());
        return block;
    }

    private Data image(String url, String path) {
        FetchedFile file = fetched.get(url);
        return file == null
                ? data(url, path)
                : new Data(file.mediaType(), Base64.getEncoder().encodeToString(file.bytes()));
    }

    ObjectNode document(JsonNode file, String path) {
        String given = file.path("file_data").asText();
        if (given.isEmpty()) {
            throw new Untranslatable(
                    path + ".file.file_id", "This model's provider has no such file: send it as 'file_data'.");
        }
        Data data = given.startsWith(DATA) ? data(given, path + ".file.file_data") : new Data(PDF, given);
        ObjectNode block = JSON.objectNode().put("type", "document");
        switch (data.mediaType()) {
            case PDF -> base64(block, PDF, data.base64());
            case PLAIN -> plain(block, data.base64(), path);
            default ->
                throw new Untranslatable(
                        path + ".file.file_data", "This model's provider takes PDF and plain text files only.");
        }
        String name = file.path("filename").asText();
        return name.isBlank() ? block : block.put("title", name);
    }

    private static void base64(ObjectNode block, String mediaType, String data) {
        block.putObject("source")
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", data);
    }

    private static void plain(ObjectNode block, String data, String path) {
        try {
            String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
            block.putObject("source")
                    .put("type", "text")
                    .put("media_type", PLAIN)
                    .put("data", text);
        } catch (IllegalArgumentException e) {
            throw new Untranslatable(path + ".file.file_data", "The file is not valid base64.");
        }
    }

    private static Data data(String url, String path) {
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(0, comma).toLowerCase(Locale.ROOT);
        if (!head.startsWith(DATA) || !head.endsWith(BASE64)) {
            throw new Untranslatable(path, "Expected an https URL, or a data URL with base64.");
        }
        String type = head.substring(DATA.length(), head.length() - BASE64.length());
        int parameters = type.indexOf(';');
        return new Data(parameters < 0 ? type : type.substring(0, parameters), url.substring(comma + 1));
    }

    static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https://", 0, "https://".length());
    }
}
