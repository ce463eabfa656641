package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.RerankBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.rerank.RerankReader;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/// Reranking, which OpenAI has not, but many that speak like it (vLLM, Infinity and other servers), in Jina's
/// shape. What only Cohere knows is left out; fields that nobody here knows pass.
final class OpenAiRerank implements OpenAiOperation {
    private static final String PATH = "/rerank";
    private static final List<String> COHERES = List.of("rank_fields", "max_chunks_per_doc", "max_tokens_per_doc");

    private final JsonMapper json;

    OpenAiRerank(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.RERANK;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        RerankBody asked = asked(body);
        ObjectNode sent = asked.tree().put("model", upstream.model());
        sent.remove(COHERES);
        asked.documents().forEach(sent.putArray("documents")::add);
        sent.put("top_n", asked.top()).put("return_documents", false);
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, "application/json"),
                Buffer.buffer(sent.toString())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new RerankReader(json, asked(body));
    }

    private static RerankBody asked(CallBody body) {
        if (body instanceof RerankBody rerank) {
            return rerank;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
