package dev.tollgate.edge.provider.jina;

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
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;
import dev.tollgate.edge.provider.spi.rerank.RerankReader;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Jina's dialect.
@Singleton
public class JinaAdapter implements ProviderAdapter {
    private static final Set<String> EMBEDDING_FIELDS =
            Set.of("model", "input", "dimensions", "task", "normalized", "late_chunking", "truncate");

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "jina";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.RERANK, Operation.EMBEDDINGS);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return switch (body) {
            case RerankBody rerank -> sent("/rerank", reranking(rerank, upstream), upstream);
            case EmbeddingsBody embeddings ->
                embeddings.tokenized()
                        ? new Translation.Unsupported(
                                "input", "This model takes text, not the numbers of another model's tokenizer.")
                        : sent("/embeddings", embedding(embeddings, upstream), upstream);
            default -> throw notSpoken(body);
        };
    }

    private static Translation sent(String path, ObjectNode body, Upstream upstream) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return new Translation.Translated(
                new UpstreamRequest(upstream.baseUrl() + path, headers, Buffer.buffer(body.toString())));
    }

    private ObjectNode reranking(RerankBody asked, Upstream upstream) {
        ObjectNode sent = json.createObjectNode()
                .put("model", upstream.model())
                .put("query", asked.query())
                .put("top_n", asked.top())
                .put("return_documents", false);
        asked.documents().forEach(sent.putArray("documents")::add);
        if (asked.documentTokens() != null) {
            sent.put("max_doc_length", asked.documentTokens());
        }
        return sent;
    }

    /// Fields that it has no word for change nothing of the vectors: `user`, and what nobody knows.
    private static ObjectNode embedding(EmbeddingsBody asked, Upstream upstream) {
        ObjectNode sent = asked.tree();
        sent.retain(EMBEDDING_FIELDS);
        return sent.put("model", upstream.model()).put("embedding_type", asked.base64() ? "base64" : "float");
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return JinaFailures.of(status, header, body, json);
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case RerankBody rerank -> new RerankReader(json, rerank);
            case EmbeddingsBody embeddings -> new EmbeddingsReader(json, embeddings);
            default -> throw notSpoken(body);
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }
}
