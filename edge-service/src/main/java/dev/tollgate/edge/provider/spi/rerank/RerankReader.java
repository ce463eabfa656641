package dev.tollgate.edge.provider.spi.rerank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RerankBody;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads a reranker's answer of any dialect, and writes the one that Cohere's and Jina's clients both read: sorted,
/// no more than was asked for, the documents put in by us.
public final class RerankReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private record Result(int index, JsonNode score) {}

    private final JsonMapper json;
    private final RerankBody asked;
    private @Nullable Long tokens;
    private @Nullable Long searches;

    public RerankReader(JsonMapper json, RerankBody asked) {
        this.json = json;
        this.asked = asked;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        if (answer == null || !answer.isObject()) {
            return UNREADABLE;
        }
        JsonNode results = answer.path("results");
        if (!results.isArray()) {
            return isError(answer) ? new Reading.Failed(OpenAiFailures.told(answer)) : UNREADABLE;
        }
        List<Result> sorted = sorted(results);
        if (sorted.isEmpty()) {
            return UNREADABLE;
        }
        keepUsage(answer);
        write(answer, sorted, out);
        return Reading.DONE;
    }

    /// There is no stream of them.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public Reading end(AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public @Nullable Quantities usage() {
        Long toldTokens = tokens;
        Long toldSearches = searches;
        if (toldTokens == null && toldSearches == null) {
            return null;
        }
        return Quantities.NONE
                .with(UsageClass.INPUT, toldTokens == null ? 0 : toldTokens)
                .with(UsageClass.SEARCHES, toldSearches == null ? 0 : toldSearches);
    }

    private static boolean isError(JsonNode answer) {
        return answer.hasNonNull("error") || answer.hasNonNull("message") || answer.hasNonNull("detail");
    }

    /// Empty when one of them points at no document, or has no score.
    private List<Result> sorted(JsonNode results) {
        List<Result> sorted = new ArrayList<>(results.size());
        for (JsonNode result : results) {
            JsonNode index = result.path("index");
            JsonNode score = result.path("relevance_score");
            boolean known = index.isInt()
                    && index.intValue() >= 0
                    && index.intValue() < asked.documents().size();
            if (!known || !score.isNumber()) {
                return List.of();
            }
            sorted.add(new Result(index.intValue(), score));
        }
        sorted.sort(Comparator.comparing((Result result) -> result.score().decimalValue())
                .reversed());
        return sorted.size() > asked.top() ? sorted.subList(0, asked.top()) : sorted;
    }

    private void keepUsage(JsonNode answer) {
        JsonNode usage = answer.path("usage");
        tokens = count(usage.has("total_tokens") ? usage.path("total_tokens") : usage.path("prompt_tokens"));
        searches = count(answer.path("meta").path("billed_units").path("search_units"));
    }

    /// Cohere's clients read units as numbers with a fraction; a part of one is one.
    private static @Nullable Long count(JsonNode told) {
        return told.isNumber() && told.canConvertToLong()
                ? (Long) Math.max(
                        0, told.decimalValue().setScale(0, RoundingMode.CEILING).longValue())
                : null;
    }

    private void write(JsonNode answer, List<Result> sorted, AnswerWriter out) {
        ObjectNode root = json.createObjectNode();
        JsonNode id = answer.path("id");
        root.put("id", id.isTextual() ? id.textValue() : "rerank-" + UUID.randomUUID());
        root.put("object", "list").put("model", asked.model());
        for (Result result : sorted) {
            ObjectNode one = root.withArray("results").addObject().put("index", result.index());
            one.set("relevance_score", result.score());
            if (asked.returnDocuments()) {
                one.set("document", asked.document(result.index()));
            }
        }
        if (tokens != null) {
            root.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        }
        root.putObject("meta")
                .putObject("billed_units")
                .put("search_units", searches == null ? (Long) asked.searches() : searches);
        byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(bytes, 0, bytes.length);
        out.end();
    }

    /// Null when it is no JSON.
    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
