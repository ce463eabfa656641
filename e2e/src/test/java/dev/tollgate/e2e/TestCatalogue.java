package dev.tollgate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The default catalogue and some models more: `demo-drained`, whose provider is read to the end when a client
/// leaves, `demo-free-20ms`, which costs nothing and takes its time, `demo-image-tokens-500ms`, which draws slowly,
/// models of embeddings, reranking and images whose deployments fail, and those of [DialectModels].
final class TestCatalogue {
    private static final String PROVIDER = """
              - id: demo-drained
                kind: openai
                base_url: http://127.0.0.1:8090/v1
                base_url_env: DEMO_BASE_URL
                credential: none
                allow_loopback: true
                on_client_gone: drain
            """;
    private static final String MODEL = """
              - id: demo-drained
                owner: tollgate
                context_window: 128000
                output_bound: 4096
                least_useful_output: 16
                capabilities: [chat]
                created: 2026-01-01
                prices: {input: 1, cached_input: 0.1, output: 4}
              - id: demo-free-20ms
                owner: tollgate
                context_window: 128000
                output_bound: 4096
                least_useful_output: 16
                capabilities: [chat]
                created: 2026-01-01
                prices: {free: true}
              - id: demo-image-tokens-500ms
                owner: tollgate
                context_window: 32768
                output_bound: 6240
                least_useful_output: 16
                capabilities: [images]
                created: 2026-01-01
                prices: {input: 1, image_input: 2, image_output: 8}
            """;
    private static final String DEPLOYMENT = """
              - {id: demo-drained/demo-20ms, provider: demo-drained, model: demo-drained, upstream_model: demo-20ms}
              - {id: demo/demo-free-20ms, provider: demo, model: demo-free-20ms, upstream_model: demo-20ms}
              - {id: demo/demo-image-tokens-500ms, provider: demo, model: demo-image-tokens-500ms}
            """;

    private static final String FAILING_MODEL = """
              - id: %1$s-%2$s
                owner: tollgate
                context_window: 8192
                capabilities: [%3$s]
                created: 2026-01-01
                prices: {%4$s}
            """;
    private static final String FAILING_DEPLOYMENT = """
              - {id: demo/%1$s-%2$s, provider: demo, model: %1$s-%2$s, upstream_model: %3$s}
            """;

    private TestCatalogue() {}

    /// Of each kind one whose only deployment breaks, one whose refuses, and one with a second that answers.
    private static String failingModels() {
        StringBuilder models = new StringBuilder();
        for (String how : new String[] {"broken", "refused", "fallback"}) {
            models.append(FAILING_MODEL.formatted("embedding", how, "embeddings", "input: 0.1"))
                    .append(FAILING_MODEL.formatted("rerank", how, "rerank", "search: 0.001"))
                    .append(FAILING_MODEL.formatted("image", how, "images", "image: 0.01"));
        }
        return models.toString();
    }

    private static String failingDeployments() {
        StringBuilder deployments = new StringBuilder();
        for (String kind : new String[] {"embedding", "rerank", "image"}) {
            deployments
                    .append(FAILING_DEPLOYMENT.formatted(kind, "broken", "fault-500"))
                    .append(FAILING_DEPLOYMENT.formatted(kind, "refused", "fault-422"))
                    .append(FAILING_DEPLOYMENT.formatted(kind, "fallback", "fault-503"))
                    .append(second(kind));
        }
        return deployments.toString();
    }

    private static String second(String kind) {
        return """
              - {id: demo/%1$s-second, provider: demo, model: %1$s-fallback, upstream_model: demo-%1$s, priority: 9}
            """.formatted(kind);
    }

    static Path write() {
        try {
            String catalogue = Files.readString(Path.of("../config/catalogue.yaml"))
                    .replaceFirst("(?m)^models:$", PROVIDER + "\nmodels:")
                    .replaceFirst(
                            "(?m)^deployments:$", MODEL + failingModels() + DialectModels.models() + "\ndeployments:")
                    .replaceFirst(
                            "(?m)^groups:$",
                            DEPLOYMENT + failingDeployments() + DialectModels.deployments() + "\ngroups:");
            Path file = Path.of("target", "catalogue-" + UUID.randomUUID() + ".yaml");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, catalogue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
