package dev.tollgate.local.fake.openai.rerank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// `POST /v1/rerank`: model `demo-rerank`. The documents' text comes back unless `return_documents` is false.
public final class Rerank implements Operation {

    private static final int DOCUMENTS_MAX = 2_048;
    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(Set.of("model", "query", "documents", "top_n", "return_documents", "truncation")),
            FieldRule.model(),
            FieldRule.required("query"),
            FieldRule.string("query"),
            FieldRule.notEmpty("query"),
            FieldRule.required("documents"),
            Rerank::documents,
            FieldRule.integer("top_n", 1, Integer.MAX_VALUE),
            FieldRule.bool("return_documents"),
            FieldRule.bool("truncation"));

    @Override
    public String path() {
        return "/rerank";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-rerank", model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("query") + " " + body.get("documents");
    }

    @Override
    public void perform(Call call) {
        JsonNode body = call.body();
        String query = body.get("query").asText();
        List<String> texts =
                Nested.elements(body.get("documents")).map(Rerank::text).toList();
        boolean tellsText = body.path("return_documents").asBoolean(true);
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("model", body.get("model").asText())
                .put("object", "list");
        ArrayNode results = root.putArray("results");
        IntStream.range(0, texts.size())
                .mapToObj(i -> new Scored(i, Relevance.of(query, texts.get(i))))
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(body.path("top_n").asLong(texts.size()))
                .forEach(scored -> {
                    ObjectNode result =
                            results.addObject().put("index", scored.index()).put("relevance_score", scored.score());
                    if (tellsText) {
                        result.putObject("document").put("text", texts.get(scored.index()));
                    }
                });
        long tokens = texts.stream()
                .mapToLong(text -> Tokens.count(query) + Tokens.count(text))
                .sum();
        ObjectNode usage = JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens);
        call.exchange().play(call.script(), JsonReply.whole(call.script(), root, usage, 1));
    }

    private static Optional<Rejection> documents(JsonNode body) {
        JsonNode documents = body.get("documents");
        if (!documents.isArray()) {
            return Optional.of(Rejection.wrongType("documents", "an array", FieldRule.describe(documents)));
        }
        if (documents.isEmpty()) {
            return Optional.of(Rejection.emptyArray("documents"));
        }
        if (documents.size() > DOCUMENTS_MAX) {
            return Optional.of(Nested.tooLong("documents", DOCUMENTS_MAX, documents.size()));
        }
        return IntStream.range(0, documents.size())
                .filter(i -> !documents.get(i).isTextual()
                        && !documents.get(i).path("text").isTextual())
                .mapToObj(i -> Rejection.wrongType(
                        "documents[" + i + "]",
                        "one of a string or an object with a text",
                        FieldRule.describe(documents.get(i))))
                .findFirst();
    }

    private static String text(JsonNode document) {
        return document.isTextual()
                ? document.textValue()
                : document.path("text").asText();
    }

    private record Scored(int index, double score) {}
}
