package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Images and documents, whose bytes Converse wants in the request.
final class Media {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";
    private static final int NAME_MAX = 200;
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9 ()\\[\\]-]+");
    private static final Pattern SPACES = Pattern.compile(" {2,}");

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png",
            "image/jpeg", "jpeg",
            "image/jpg", "jpeg",
            "image/gif", "gif",
            "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md");

    private final Map<String, FetchedFile> fetched;
    private int documents;

    /// A `data:` URL taken apart.
    private record Data(String mediaType, String base64) {}

    /// @param fetched by address
    Media(Map<String, FetchedFile> fetched) {
        this.fetched = fetched;
    }

    ObjectNode image(JsonNode image, String path) {
        String url = image.isTextual() ? image.textValue() : image.path("url").asText();
        FetchedFile file = fetched.get(url);
        Data data = file == null
                ? data(url, path + ".image_url.url")
                : new Data(file.mediaType(), Base64.getEncoder().encodeToString(file.bytes()));
        String format = IMAGES.get(data.mediaType());
        if (format == null) {
            throw new Untranslatable(
                    path + ".image_url.url", "This model's provider takes PNG, JPEG, GIF and WebP images only.");
        }
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        block.putObject("image").put("format", format).putObject("source").put("bytes", data.base64());
        return block;
    }

    /// Names of documents are told to the model, and none may occur twice.
    ObjectNode document(JsonNode file, String path) {
        String given = file.path("file_data").asText();
        if (given.isEmpty()) {
            throw new Untranslatable(
                    path + ".file.file_id", "This model's provider has no such file: send it as 'file_data'.");
        }
        String param = path + ".file.file_data";
        Data data = given.startsWith(DATA) ? data(given, param) : new Data("application/pdf", given);
        String format = DOCUMENTS.get(data.mediaType());
        if (format == null) {
            throw new Untranslatable(
                    param, "This model's provider takes PDF, Word, Excel, CSV, HTML, text and Markdown files only.");
        }
        documents++;
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        block.putObject("document")
                .put("format", format)
                .put("name", name(file.path("filename").asText()))
                .putObject("source")
                .put("bytes", data.base64());
        return block;
    }

    /// Of letters, digits, single spaces, hyphens and brackets.
    private String name(String filename) {
        String plain = SPACES.matcher(NOT_IN_NAMES.matcher(filename).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        String name = plain.isEmpty() ? "document" : plain.substring(0, Math.min(NAME_MAX, plain.length()));
        return documents == 1 ? name : name + " (" + documents + ")";
    }

    private static Data data(String url, String param) {
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(0, comma).toLowerCase(Locale.ROOT);
        if (!head.startsWith(DATA) || !head.endsWith(BASE64)) {
            throw new Untranslatable(param, "Expected an http or https URL, or a data URL with base64.");
        }
        String type = head.substring(DATA.length(), head.length() - BASE64.length());
        int parameters = type.indexOf(';');
        return new Data(parameters < 0 ? type : type.substring(0, parameters), url.substring(comma + 1));
    }
}
