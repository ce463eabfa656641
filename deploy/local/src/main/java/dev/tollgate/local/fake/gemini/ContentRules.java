package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules of `contents`: who may speak when, what a part is, and that each call of a function is answered at once.
final class ContentRules {

    private static final List<String> DATA =
            List.of("text", "inlineData", "functionCall", "functionResponse", "fileData");
    private static final Set<String> MEDIA = Set.of(
            "image/png",
            "image/jpeg",
            "image/webp",
            "image/heic",
            "image/heif",
            "audio/wav",
            "audio/mp3",
            "audio/mpeg",
            "audio/aiff",
            "audio/aac",
            "audio/ogg",
            "audio/flac",
            "audio/pcm",
            "application/pdf",
            "text/plain",
            "text/html",
            "text/css",
            "text/csv",
            "text/xml",
            "text/markdown",
            "video/mp4",
            "video/mpeg",
            "video/webm",
            "video/quicktime");
    private static final String KNOWN_FILE = "https://generativelanguage.googleapis.com/v1beta/files/known";

    private final String root;

    /// @param root the message that has the contents, as errors name it
    ContentRules(String root) {
        this.root = root;
    }

    Optional<GeminiError> check(JsonNode contents) {
        if (contents.isEmpty()) {
            return broken("contents", "contents is not specified");
        }
        for (int i = 0; i < contents.size(); i++) {
            Optional<GeminiError> wrong = content(contents.get(i), "contents[" + i + "]");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return turns(contents).or(() -> calls(contents));
    }

    /// A content without a place in the turns: a system instruction, a text to embed.
    Optional<GeminiError> textOnly(JsonNode content, String path) {
        if (content.isMissingNode() || content.isNull()) {
            return Optional.empty();
        }
        return parts(content.path("parts"), path).or(() -> {
            for (JsonNode part : content.path("parts")) {
                if (!part.has("text")) {
                    return broken(path, "only text is supported here.");
                }
            }
            return Optional.empty();
        });
    }

    private Optional<GeminiError> content(JsonNode content, String path) {
        String role = content.path("role").asText();
        if (!role.equals("user") && !role.equals("model")) {
            return Optional.of(GeminiError.invalid("Please use a valid role: user, model."));
        }
        return parts(content.path("parts"), path).or(() -> sides(content, role));
    }

    private Optional<GeminiError> parts(JsonNode parts, String path) {
        if (parts.isEmpty()) {
            return broken(path + ".parts", "contents.parts must not be empty.");
        }
        for (int i = 0; i < parts.size(); i++) {
            Optional<GeminiError> wrong = part(parts.get(i), path + ".parts[" + i + "]");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<GeminiError> part(JsonNode part, String path) {
        List<String> given = DATA.stream().filter(part::has).toList();
        if (given.size() > 1) {
            return Optional.of(GeminiError.invalid("Invalid value at '" + path + "' (oneof), oneof field 'data' is "
                    + "already set. Cannot set '" + given.get(1) + "'"));
        }
        boolean emptyText = part.has("text") && part.path("text").asText().isEmpty();
        if (given.isEmpty() || (emptyText && !part.has("thoughtSignature"))) {
            return broken(path + ".data", "required oneof field 'data' must have one initialized field");
        }
        return switch (given.getFirst()) {
            case "inlineData" -> media(part.get("inlineData"), path);
            case "fileData" -> file(part.get("fileData"));
            case "functionCall" -> named(part.get("functionCall"), path + ".function_call.name");
            case "functionResponse" ->
                named(part.get("functionResponse"), path + ".function_response.name")
                        .or(() -> part.get("functionResponse").path("response").isObject()
                                ? Optional.empty()
                                : broken(path + ".function_response.response", "Struct response is required."));
            default -> Optional.empty();
        };
    }

    private Optional<GeminiError> media(JsonNode blob, String path) {
        String type = blob.path("mimeType").asText();
        if (!MEDIA.contains(type)) {
            return Optional.of(GeminiError.invalid("Unsupported MIME type: " + type));
        }
        return blob.path("data").asText().isEmpty()
                ? broken(path + ".inline_data.data", "data is required.")
                : Optional.empty();
    }

    private static Optional<GeminiError> file(JsonNode file) {
        String uri = file.path("fileUri").asText();
        if (uri.startsWith(KNOWN_FILE)) {
            return Optional.empty();
        }
        if (uri.contains("/files/")) {
            String message = "You do not have permission to access the File or it may not exist.";
            return Optional.of(new GeminiError(403, "PERMISSION_DENIED", message));
        }
        return Optional.of(GeminiError.invalid("Unsupported file URI type: " + uri));
    }

    private Optional<GeminiError> named(JsonNode call, String path) {
        return call.path("name").asText().isEmpty() ? broken(path, "Name cannot be empty.") : Optional.empty();
    }

    private static Optional<GeminiError> sides(JsonNode content, String role) {
        String foreign = role.equals("user") ? "functionCall" : "functionResponse";
        for (JsonNode part : content.path("parts")) {
            if (part.has(foreign)) {
                String kind = foreign.equals("functionCall") ? "function call" : "function response";
                return Optional.of(GeminiError.invalid("Content with role '" + role + "' can't contain a " + kind
                        + " part. Please use a valid role."));
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> turns(JsonNode contents) {
        String expected = "user";
        for (JsonNode content : contents) {
            if (!content.path("role").asText().equals(expected)) {
                return Optional.of(
                        GeminiError.invalid("Please ensure that multiturn requests alternate between user and model."));
            }
            expected = expected.equals("user") ? "model" : "user";
        }
        return expected.equals("model")
                ? Optional.empty()
                : Optional.of(GeminiError.invalid(
                        "Please ensure that multiturn requests end with a user role or a function response."));
    }

    /// Each content that calls is followed by one that answers each call, in front of anything else it says.
    private static Optional<GeminiError> calls(JsonNode contents) {
        List<JsonNode> open = List.of();
        for (JsonNode content : contents) {
            List<JsonNode> answers = inside(content, "functionResponse");
            if (!answers.isEmpty() && open.isEmpty()) {
                return Optional.of(GeminiError.invalid("Please ensure that function response turn comes immediately "
                        + "after a function call turn."));
            }
            if (answers.size() != open.size()) {
                return Optional.of(GeminiError.invalid("Please ensure that the number of function response parts is "
                        + "equal to the number of function call parts of the function call turn."));
            }
            Optional<GeminiError> wrong = pairs(open, answers).or(() -> leading(content, answers.size()));
            if (wrong.isPresent()) {
                return wrong;
            }
            open = inside(content, "functionCall");
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> pairs(List<JsonNode> calls, List<JsonNode> answers) {
        for (int i = 0; i < calls.size(); i++) {
            String called = calls.get(i).path("name").asText();
            String answered = answers.get(i).path("name").asText();
            String callId = calls.get(i).path("id").asText();
            if (!called.equals(answered)
                    || !callId.equals(answers.get(i).path("id").asText())) {
                return Optional.of(GeminiError.invalid("Please ensure that function response '" + answered
                        + "' answers the function call '" + called + "' at the same place."));
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> leading(JsonNode content, int answers) {
        for (int i = 0; i < answers; i++) {
            if (!content.path("parts").get(i).has("functionResponse")) {
                return Optional.of(
                        GeminiError.invalid("Please ensure that function response parts come before other parts."));
            }
        }
        return Optional.empty();
    }

    static List<JsonNode> inside(JsonNode content, String kind) {
        List<JsonNode> found = new ArrayList<>();
        content.path("parts").forEach(part -> {
            if (part.has(kind)) {
                found.add(part.get(kind));
            }
        });
        return found;
    }

    private Optional<GeminiError> broken(String path, String what) {
        return Optional.of(GeminiError.rule(root + "." + path, what));
    }
}
