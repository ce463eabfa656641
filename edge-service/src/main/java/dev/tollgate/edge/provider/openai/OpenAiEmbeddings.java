package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;

/// Embeddings: both ways as they are.
final class OpenAiEmbeddings implements OpenAiOperation {
    private static final String PATH = "/embeddings";

    private final JsonMapper json;

    OpenAiEmbeddings(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.EMBEDDINGS;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, "application/json"),
                asked(body).rewritten(upstream.model())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new EmbeddingsReader(json, asked(body));
    }

    private static EmbeddingsBody asked(CallBody body) {
        if (body instanceof EmbeddingsBody embeddings) {
            return embeddings;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
