package dev.tollgate.local.fake.jina;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.rerank.Relevance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Counts the query's tokens with each document's, and returns the documents unless told not to.
final class JinaRerank implements BearerJson.Dialect {

    private static final Set<String> FIELDS =
            Set.of("model", "query", "documents", "top_n", "return_documents", "max_doc_length", "return_embeddings");
    private static final int DOCUMENTS_MAX = 2_048;

    private record Scored(int index, double score) {}

    @Override
    public ObjectNode error(String message) {
        return JinaRules.error(message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        Optional<BearerJson.Refusal> unknown = JinaRules.onlyKnown(body, FIELDS);
        if (unknown.isPresent()) {
            return unknown;
        }
        if (!body.path("query").isTextual()) {
            return JinaRules.invalid("str type expected", "query");
        }
        JsonNode documents = body.path("documents");
        if (!documents.isArray() || documents.isEmpty() || documents.size() > DOCUMENTS_MAX) {
            return JinaRules.invalid("ensure this value has between 1 and 2048 items", "documents");
        }
        for (int i = 0; i < documents.size(); i++) {
            if (!documents.get(i).isTextual() && !documents.get(i).path("text").isTextual()) {
                return JinaRules.invalid("str type expected", "documents", Integer.toString(i));
            }
        }
        if (body.has("return_documents") && !body.get("return_documents").isBoolean()) {
            return JinaRules.invalid("value could not be parsed to a boolean", "return_documents");
        }
        return positive(body, "top_n").or(() -> positive(body, "max_doc_length"));
    }

    private static Optional<BearerJson.Refusal> positive(JsonNode body, String field) {
        return !body.has(field)
                        || (body.get(field).isIntegralNumber()
                                && body.get(field).longValue() > 0)
                ? Optional.empty()
                : JinaRules.invalid("ensure this value is greater than 0", field);
    }

    @Override
    public Optional<Script> script(Stage stage, String model) {
        return JinaRules.script("demo-rerank", stage, model);
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return JinaRules.noSuchModel(model);
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        String query = body.get("query").textValue();
        long most = body.path("max_doc_length").asLong(Long.MAX_VALUE);
        boolean returns = body.path("return_documents").asBoolean(true);
        List<String> texts = new ArrayList<>();
        List<Scored> scored = new ArrayList<>();
        long tokens = 0;
        for (JsonNode document : body.get("documents")) {
            String text = document.isTextual()
                    ? document.textValue()
                    : document.get("text").textValue();
            scored.add(new Scored(texts.size(), Relevance.of(query, text)));
            texts.add(text);
            tokens += Tokens.count(query) + Math.min(most, Tokens.count(text));
        }
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("model", body.get("model").asText())
                .put("object", "list");
        ArrayNode results = root.putArray("results");
        scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(body.path("top_n").asLong(texts.size()))
                .forEach(one -> {
                    ObjectNode result =
                            results.addObject().put("index", one.index()).put("relevance_score", one.score());
                    if (returns) {
                        result.putObject("document").put("text", texts.get(one.index()));
                    }
                });
        return JinaRules.reply(root, script, tokens);
    }
}
