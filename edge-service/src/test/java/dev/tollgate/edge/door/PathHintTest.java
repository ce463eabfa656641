package dev.tollgate.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathHintTest {
    private static final List<PublicRoute> ROUTES = List.of(
            new PublicRoute("/chat/completions", "chat", List.of(HttpMethod.POST), exchange -> {}),
            new PublicRoute("/embeddings", "embeddings", List.of(HttpMethod.POST), exchange -> {}),
            PublicRoute.get("/models", "models", exchange -> {}),
            PublicRoute.get("/models/*", "models", exchange -> {}));

    @ParameterizedTest
    @CsvSource({
        "/v1/v1/chat/completions,/v1/chat/completions",
        "/v1/v1/models/m,/v1/models/m",
        "/openai/v1/embeddings,/v1/embeddings",
        "/api/v1/models,/v1/models",
        "/api/chat/completions,/v1/chat/completions",
        "/v1/chat/completion,POST /v1/chat/completions",
        "/chat/completion,POST /v1/chat/completions",
        "/v1/chat/completions/,POST /v1/chat/completions",
        "/v1/embedding,POST /v1/embeddings",
        "/v1/model,GET /v1/models"
    })
    void aCommonMistakeGetsAHint(String path, String meant) {
        assertThat(PathHint.of(path, ROUTES)).contains("Did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/favicon.ico", "/v1/threads/runs", "/v1/v1/nothing", "/metrics"})
    void elseThereIsNone(String path) {
        assertThat(PathHint.of(path, ROUTES)).isEmpty();
        assertThat(PathHint.of("/" + "x".repeat(10_000), ROUTES)).isEmpty();
    }
}
