package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.gemini.WireType.Message;
import java.util.Optional;

/// All that the API demands of a request's body, so that a test can ask without a server whether it would be taken.
public final class GeminiRules {

    private static final int BATCH_MAX = 100;
    private static final int DIMENSIONS_MAX = 3_072;

    private GeminiRules() {}

    /// @param model as in the request's path
    /// @return why the body of a `generateContent` would be refused; empty when it would be taken
    public static Optional<String> refusalOfContent(String model, JsonNode body) {
        return content(ModelTraits.of(model), body).map(GeminiError::message);
    }

    /// @return why the body of a `batchEmbedContents` would be refused; empty when it would be taken
    public static Optional<String> refusalOfEmbeddings(String model, JsonNode body) {
        return embeddings(model, body).map(GeminiError::message);
    }

    static Optional<GeminiError> content(ModelTraits model, JsonNode body) {
        ContentRules contents = new ContentRules("GenerateContentRequest");
        return wire(body, WireMessages.GENERATE_CONTENT)
                .or(() -> contents.check(body.path("contents")))
                .or(() -> contents.textOnly(body.path("systemInstruction"), "system_instruction"))
                .or(() -> ToolRules.check(body))
                .or(() -> ConfigRules.check(body, model))
                .or(() -> Signatures.check(body.path("contents"), model));
    }

    static Optional<GeminiError> embeddings(String model, JsonNode body) {
        Optional<GeminiError> wrong = wire(body, WireMessages.BATCH_EMBED_CONTENTS);
        if (wrong.isPresent()) {
            return wrong;
        }
        JsonNode requests = body.path("requests");
        if (requests.isEmpty() || requests.size() > BATCH_MAX) {
            return broken("requests", "at least one and at most " + BATCH_MAX + " requests can be in one batch");
        }
        for (int i = 0; i < requests.size(); i++) {
            Optional<GeminiError> bad = embedding(model, requests.get(i), "requests[" + i + "]");
            if (bad.isPresent()) {
                return bad;
            }
        }
        return Optional.empty();
    }

    static Optional<GeminiError> counted(ModelTraits model, JsonNode body) {
        return wire(body, WireMessages.COUNT_TOKENS)
                .or(() -> body.has("generateContentRequest")
                        ? content(model, body.path("generateContentRequest"))
                        : new ContentRules("CountTokensRequest").check(body.path("contents")));
    }

    private static Optional<GeminiError> embedding(String model, JsonNode request, String path) {
        if (!request.path("model").asText().equals("models/" + model)) {
            return broken(path + ".model", "must match the model of the batch: models/" + model);
        }
        JsonNode dimensions = request.path("outputDimensionality");
        if (dimensions.isNumber() && (dimensions.asInt() < 1 || dimensions.asInt() > DIMENSIONS_MAX)) {
            return broken(path + ".output_dimensionality", "must be in the range [1, " + DIMENSIONS_MAX + "].");
        }
        if (request.path("content").path("parts").isEmpty()) {
            return broken(path + ".content", "content is empty");
        }
        return new ContentRules("BatchEmbedContentsRequest").textOnly(request.path("content"), path + ".content");
    }

    private static Optional<GeminiError> wire(JsonNode body, Message message) {
        return WireCheck.check(body, message);
    }

    private static Optional<GeminiError> broken(String path, String what) {
        return Optional.of(GeminiError.rule("BatchEmbedContentsRequest." + path, what));
    }
}
