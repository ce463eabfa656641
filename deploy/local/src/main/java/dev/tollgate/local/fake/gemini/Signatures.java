package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Thought signatures: given with each first call of a function, and demanded back unchanged within the current turn
/// by models from the third generation on.
final class Signatures {

    /// For histories that no Gemini has written.
    private static final Set<String> SKIP =
            Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

    private static final String OURS = "thought:";

    private Signatures() {}

    static String ofCall(String name, JsonNode arguments) {
        return encoded("call:" + name + ":" + arguments);
    }

    static String ofText(String text) {
        return encoded("text:" + text.length());
    }

    static Optional<GeminiError> check(JsonNode contents, ModelTraits model) {
        Optional<GeminiError> corrupted = corrupted(contents);
        if (corrupted.isPresent() || !model.signsThoughts()) {
            return corrupted;
        }
        for (int i = turnStart(contents); i < contents.size(); i++) {
            Optional<GeminiError> missing = missing(contents.get(i), i);
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }

    private static Optional<GeminiError> corrupted(JsonNode contents) {
        for (JsonNode content : contents) {
            for (JsonNode part : content.path("parts")) {
                String signature = part.path("thoughtSignature").asText();
                if (!signature.isEmpty() && !SKIP.contains(signature) && !isFrom(part, signature)) {
                    return Optional.of(GeminiError.invalid("Corrupted thought signature."));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFrom(JsonNode part, String signature) {
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
            return signature.equals(ofCall(call.path("name").asText(), call.path("args")));
        }
        byte[] bytes = Base64.getDecoder().decode(signature);
        return new String(bytes, StandardCharsets.UTF_8).startsWith(OURS);
    }

    /// Only the first of several calls made at once is signed.
    private static Optional<GeminiError> missing(JsonNode content, int position) {
        for (JsonNode part : content.path("parts")) {
            if (part.has("functionCall")) {
                return part.path("thoughtSignature").asText().isEmpty()
                        ? Optional.of(
                                unsigned(part.path("functionCall").path("name").asText(), position + 1))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static GeminiError unsigned(String name, int position) {
        return GeminiError.invalid(String.format(
                Locale.ROOT,
                "Function call is missing a thought_signature in functionCall parts. This is required for tools to work "
                        + "correctly, and missing thought_signature may lead to degraded model performance. "
                        + "Additional data, function call `default_api:%s` , position %d. Please refer to "
                        + "https://ai.google.dev/gemini-api/docs/thought-signatures for more details.",
                name,
                position));
    }

    /// The turn begins with the last content in which the user says something of his own.
    private static int turnStart(JsonNode contents) {
        for (int i = contents.size() - 1; i > 0; i--) {
            JsonNode content = contents.get(i);
            boolean user = content.path("role").asText().equals("user");
            if (user
                    && ContentRules.inside(content, "functionResponse").size()
                            < content.path("parts").size()) {
                return i;
            }
        }
        return 0;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString((OURS + text).getBytes(StandardCharsets.UTF_8));
    }
}
