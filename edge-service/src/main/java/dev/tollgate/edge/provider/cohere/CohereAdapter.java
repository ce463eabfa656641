package dev.tollgate.edge.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.RerankBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import dev.tollgate.edge.provider.spi.rerank.RerankReader;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Cohere's dialect, whose base URL ends in `/v2`. It takes strings for documents and returns none; the
/// fields of its version 1 are put into its version 2's words.
@Singleton
public class CohereAdapter implements ProviderAdapter {
    private static final String PRIORITY = "priority";
    private static final int INVALID_TOKEN = 498;
    private static final int CANCELLED = 499;

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "cohere";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.RERANK, Operation.EMBEDDINGS);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return switch (body) {
            case RerankBody rerank -> sent("/rerank", reranking(rerank, upstream), upstream);
            case EmbeddingsBody embeddings -> embedding(embeddings, upstream);
            default -> throw notSpoken(body);
        };
    }

    private static Translation embedding(EmbeddingsBody asked, Upstream upstream) {
        if (asked.tokenized()) {
            return new Translation.Unsupported(
                    "input", "This model takes text, not the numbers of another model's tokenizer.");
        }
        ObjectNode sent = EmbedRequest.of(asked, upstream.model());
        return sent.path("texts").size() > EmbedRequest.TEXTS_MAX
                ? new Translation.Unsupported(
                        "input", "This model takes at most " + EmbedRequest.TEXTS_MAX + " inputs at once.")
                : sent("/embed", sent, upstream);
    }

    private ObjectNode reranking(RerankBody asked, Upstream upstream) {
        ObjectNode sent = json.createObjectNode()
                .put("model", upstream.model())
                .put("query", asked.query())
                .put("top_n", asked.top());
        asked.documents().forEach(sent.putArray("documents")::add);
        if (asked.documentTokens() != null) {
            sent.put("max_tokens_per_doc", asked.documentTokens());
        }
        JsonNode priority = asked.tree().path(PRIORITY);
        if (priority.isIntegralNumber()) {
            sent.set(PRIORITY, priority);
        }
        return sent;
    }

    private static Translation sent(String path, ObjectNode body, Upstream upstream) {
        return new Translation.Translated(
                new UpstreamRequest(upstream.baseUrl() + path, headers(upstream), Buffer.buffer(body.toString())));
    }

    private static Map<String, String> headers(Upstream upstream) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return headers;
    }

    /// Statuses and words are as with others, `{"message": …}`, but for two of its own.
    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return switch (status) {
            case INVALID_TOKEN -> new Failure.Rejected(status);
            case CANCELLED -> new Failure.Broken(Integer.toString(status));
            default -> OpenAiFailures.of(status, header, tree(body), Instant.now());
        };
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case RerankBody rerank -> new RerankReader(json, rerank);
            case EmbeddingsBody embeddings -> new EmbedReader(json, embeddings);
            default -> throw notSpoken(body);
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }

    /// Null when it is no JSON.
    private @Nullable JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
