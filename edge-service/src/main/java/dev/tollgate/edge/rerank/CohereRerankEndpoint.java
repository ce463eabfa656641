package dev.tollgate.edge.rerank;

import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// `POST /v2/rerank`, where Cohere's own clients ask: the same as `/v1/rerank`.
@Singleton
public class CohereRerankEndpoint implements Endpoint {
    private final RerankEndpoint rerank;

    public CohereRerankEndpoint(RerankEndpoint rerank) {
        this.rerank = rerank;
    }

    @Override
    public Operation operation() {
        return rerank.operation();
    }

    @Override
    public String path() {
        return "/v2" + rerank.path();
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return rerank.take(request);
    }
}
