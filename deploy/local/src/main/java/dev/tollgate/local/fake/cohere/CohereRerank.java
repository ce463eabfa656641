package dev.tollgate.local.fake.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.rerank.Relevance;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Takes strings alone, returns no documents, and counts a long document as several.
final class CohereRerank implements BearerJson.Dialect {

    private static final Set<String> FIELDS =
            Set.of("model", "query", "documents", "top_n", "max_tokens_per_doc", "priority");
    private static final int DOCUMENTS_MAX = 10_000;
    private static final int CHUNK_TOKENS = 500;
    private static final int CHUNKS_PER_SEARCH = 100;
    private static final long DOCUMENT_TOKENS = 4_096;

    private record Scored(int index, double score) {}

    @Override
    public ObjectNode error(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", UUID.randomUUID().toString())
                .put("message", message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                return refusal(422, "unknown field: parameter '" + field.getKey() + "' is not a valid field");
            }
        }
        if (!body.path("model").isTextual()) {
            return refusal(400, "invalid request: model is required");
        }
        if (!body.path("query").isTextual() || body.get("query").textValue().isEmpty()) {
            return refusal(400, "invalid request: query must not be empty");
        }
        return documents(body.path("documents"))
                .or(() -> positive(body, "top_n"))
                .or(() -> positive(body, "max_tokens_per_doc"));
    }

    private Optional<BearerJson.Refusal> documents(JsonNode documents) {
        if (!documents.isArray() || documents.isEmpty()) {
            return refusal(400, "invalid request: list of documents must not be empty");
        }
        if (documents.size() > DOCUMENTS_MAX) {
            return refusal(400, "invalid request: too many documents");
        }
        for (JsonNode document : documents) {
            if (!document.isTextual()) {
                return refusal(400, "invalid type: parameter documents is of type array but should be of type string");
            }
        }
        return Optional.empty();
    }

    private Optional<BearerJson.Refusal> positive(JsonNode body, String field) {
        return !body.has(field)
                        || (body.get(field).isIntegralNumber()
                                && body.get(field).longValue() > 0)
                ? Optional.empty()
                : refusal(400, "invalid request: " + field + " must be greater than 0");
    }

    @Override
    public Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo-rerank", model);
        return named.isPresent() || !(stage.anyModel() || model.startsWith("rerank-"))
                ? named
                : Optional.of(Script.plain());
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return new BearerJson.Refusal(
                404, error("model '" + model + "' not found, make sure the correct model ID was used"));
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        String query = body.get("query").textValue();
        List<Scored> scored = new ArrayList<>();
        long chunks = 0;
        long most = body.path("max_tokens_per_doc").asLong(DOCUMENT_TOKENS);
        for (JsonNode document : body.get("documents")) {
            scored.add(new Scored(scored.size(), Relevance.of(query, document.textValue())));
            long tokens = Tokens.count(query) + Math.min(most, Tokens.count(document.textValue()));
            chunks += Math.ceilDiv(tokens, CHUNK_TOKENS);
        }
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "id",
                        UUID.nameUUIDFromBytes(body.toString().getBytes(StandardCharsets.UTF_8))
                                .toString());
        ArrayNode results = root.putArray("results");
        scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(body.path("top_n").asLong(scored.size()))
                .forEach(one -> results.addObject().put("index", one.index()).put("relevance_score", one.score()));
        if (!script.has(Fault.NO_USAGE)) {
            ObjectNode meta = root.putObject("meta");
            meta.putObject("api_version").put("version", "2");
            meta.putObject("billed_units").put("search_units", Math.ceilDiv(chunks, CHUNKS_PER_SEARCH));
        }
        return new Reply.Whole(
                Reply.JSON,
                Buffer.buffer(root.toString()),
                1,
                Buffer.buffer(error("internal server error").toString()));
    }

    private Optional<BearerJson.Refusal> refusal(int status, String message) {
        return Optional.of(new BearerJson.Refusal(status, error(message)));
    }
}
