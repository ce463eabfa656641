package dev.tollgate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The default catalogue and some models more: `demo-drained`, whose provider is read to the end when a client
/// leaves, `demo-free-20ms`, which costs nothing and takes its time, `demo-costed`, whose provider charges us, and
/// those of [DialectModels] and [OperationModels].
final class TestCatalogue {
    private static final String PROVIDER = """
              - id: demo-drained
                kind: openai
                base_url: http://127.0.0.1:8090/v1
                base_url_env: DEMO_BASE_URL
                credential: none
                allow_loopback: true
                on_client_gone: drain
              - id: demo-costed
                kind: openai
                base_url: http://127.0.0.1:8090/v1
                base_url_env: DEMO_BASE_URL
                credential: none
                allow_loopback: true
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
              - id: demo-costed
                owner: tollgate
                context_window: 128000
                output_bound: 4096
                least_useful_output: 16
                capabilities: [chat]
                created: 2026-01-01
                prices: {input: 1, output: 4}
            """;
    private static final String DEPLOYMENT = """
              - {id: demo-drained/demo-20ms, provider: demo-drained, model: demo-drained, upstream_model: demo-20ms}
              - {id: demo/demo-free-20ms, provider: demo, model: demo-free-20ms, upstream_model: demo-20ms}
              - {id: demo-costed/demo, provider: demo-costed, model: demo-costed, upstream_model: demo, cost: {input: 0.5, output: 1}}
            """;

    /// A group whose answers are kept.
    static final String KEEPING = "keeping";

    private static final String GROUP = """
              - id: keeping
                models: ["*"]
                cache: {ttl: 5m, charge: 0.1}
            """;

    /// A group with guardrails, the service of which is [Policy].
    static final String GUARDED = "guarded";

    private static final String GUARDED_GROUP = """
              - id: guarded
                models: ["*"]
                guardrails: {before: [pii, policy], after: [policy]}
            """;

    private TestCatalogue() {}

    private static String guardrails() {
        return """

                guardrails:
                  - {id: pii, kind: redact, patterns: [email, credit_card]}
                  - {id: policy, kind: http, url: "%s", timeout: 5s, on_failure: closed, allow_loopback: true}
                """.formatted(Policy.running().url());
    }

    static Path write() {
        try {
            String catalogue = Files.readString(Path.of("../config/catalogue.yaml"))
                            .replaceFirst("(?m)^models:$", PROVIDER + "\nmodels:")
                            .replaceFirst(
                                    "(?m)^deployments:$",
                                    MODEL + OperationModels.models() + DialectModels.models() + "\ndeployments:")
                            .replaceFirst(
                                    "(?m)^groups:$",
                                    DEPLOYMENT + OperationModels.deployments() + DialectModels.deployments()
                                            + "\ngroups:\n"
                                            + GROUP
                                            + GUARDED_GROUP)
                    + guardrails();
            Path file = Path.of("target", "catalogue-" + UUID.randomUUID() + ".yaml");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, catalogue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
