package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.e2e.TraceSink.Span;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One trace joins client, edge, inner calls and provider attempts, as a collector receives it.
class TracesE2e {
    private static final String CATALOGUE = """
            version: 1
            providers:
              - {id: demo, kind: openai, base_url: "http://127.0.0.1:8090/v1", base_url_env: DEMO_BASE_URL,
                 credential: none, allow_loopback: true, on_client_gone: cancel}
              - {id: told, kind: openai, base_url: "http://127.0.0.1:8090/v1", base_url_env: DEMO_BASE_URL,
                 credential: none, allow_loopback: true, on_client_gone: cancel, send_traceparent: true}
            models:
              - {id: silent, owner: tollgate, context_window: 128000, output_bound: 4096, least_useful_output: 16,
                 capabilities: [chat], created: 2026-01-01, prices: {input: 1, output: 4}}
              - {id: telling, owner: tollgate, context_window: 128000, output_bound: 4096, least_useful_output: 16,
                 capabilities: [chat], created: 2026-01-01, prices: {input: 1, output: 4}}
            deployments:
              - {id: demo/broken, provider: demo, model: silent, upstream_model: fault-500, priority: 0}
              - {id: demo/good, provider: demo, model: silent, upstream_model: demo, priority: 1}
              - {id: told/good, provider: told, model: telling, upstream_model: demo-20ms}
            groups:
              - {id: default, models: ["*"]}
              - {id: test, models: ["*"]}
            """;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private static TraceSink sink;
    private static Suite suite;

    @BeforeAll
    static void start() throws IOException {
        sink = new TraceSink();
        Path data = Path.of("target", "traces-" + UUID.randomUUID()).toAbsolutePath();
        Path catalogue = Files.writeString(Files.createDirectories(data).resolve("catalogue.yaml"), CATALOGUE);
        Stack stack = Stack.builder()
                .home(Path.of("..").toAbsolutePath().normalize())
                .dataDirectory(data.resolve("stack"))
                .catalogue(catalogue)
                .environment("*", "TOLLGATE_OTEL_DISABLED", "false")
                .environment("*", "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint())
                .environment("*", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .environment("*", "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                .build()
                .start();
        suite = new Suite(stack);
    }

    @AfterAll
    static void stop() {
        suite.stack().close();
        sink.close();
    }

    @Test
    void oneTraceJoinsClientEdgeInnerCallsAndProviderAttempts() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":10}");
        HttpResponse<String> answer = ask(customer, "silent", TRACE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Span request = theOne(spans(TRACE), span -> span.service().equals("tollgate-edge") && span.isServer());
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(request.name()).isEqualTo("POST /v1/chat/completions");
            assertThat(request.attributes())
                    .containsEntry(
                            "tollgate.request.id",
                            answer.headers().firstValue("x-request-id").orElseThrow());
            for (String inner : List.of("tollgate-auth", "tollgate-ratelimit", "tollgate-billing")) {
                Span served = theOne(spans(TRACE), span -> span.service().equals(inner) && span.isServer());
                Span called = theOne(spans(TRACE), span -> span.id().equals(served.parent()));
                assertThat(called.service()).isEqualTo("tollgate-edge");
                assertThat(called.isClient()).isTrue();
                assertThat(called.parent()).as(inner).isEqualTo(request.id());
            }
            Span failed = theOne(spans(TRACE), span -> span.name().equals("chat fault-500"));
            Span good = theOne(spans(TRACE), span -> span.name().equals("chat demo"));
            assertThat(List.of(failed.parent(), good.parent())).containsOnly(request.id());
            assertThat(failed.attributes())
                    .containsEntry("error.type", "500")
                    .containsEntry("tollgate.deployment", "demo/broken")
                    .containsEntry("tollgate.attempt", "1");
            assertThat(failed.status()).isEqualTo(2);
            JsonNode usage = Suite.json(answer.body()).get("usage");
            assertThat(good.isClient()).isTrue();
            assertThat(good.attributes())
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("gen_ai.request.model", "demo")
                    .containsEntry(
                            "gen_ai.usage.input_tokens",
                            usage.get("prompt_tokens").asText())
                    .containsEntry(
                            "gen_ai.usage.output_tokens",
                            usage.get("completion_tokens").asText())
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry(
                            "server.port",
                            Integer.toString(suite.stack().demoUrl().getPort()))
                    .doesNotContainKey("error.type");
        });
    }

    @Test
    void aProviderIsToldOnlyWhereTheCatalogueSaysSo() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        String trace = "11111111111111111111111111111111";
        assertThat(ask(customer, "silent", trace).statusCode()).isEqualTo(200);
        assertThat(ask(customer, "telling", trace).statusCode()).isEqualTo(200);
        assertThat(seenByProvider("demo").has("traceparent")).isFalse();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Span attempt = theOne(spans(trace), span -> span.name().equals("chat demo-20ms"));
            assertThat(seenByProvider("demo-20ms").get("traceparent").textValue())
                    .isEqualTo("00-" + trace + "-" + attempt.id() + "-01");
        });
    }

    @Test
    void whatTheEdgeDoesOfItsOwnAccordIsNotTraced() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        String trace = "22222222222222222222222222222222";
        assertThat(ask(customer, "silent", trace).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> !spans(trace).isEmpty());
        assertThat(sink.spans())
                .filteredOn(span ->
                        span.service().equals("tollgate-edge") && span.parent().isEmpty())
                .allMatch(Span::isServer);
        assertThat(sink.spans()).noneMatch(span -> span.toString().contains("/internal/v1/changes"));
    }

    @Test
    void spansHoldNeitherPromptNorKey() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        String trace = "33333333333333333333333333333333";
        assertThat(ask(customer, "silent", trace).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> spans(trace).stream().anyMatch(span -> span.name().startsWith("chat ")));
        assertThat(sink.spans().toString())
                .doesNotContain(
                        customer.secret(), "a word of the prompt", suite.stack().internalToken());
    }

    private static HttpResponse<String> ask(Suite.Customer customer, String model, String trace) {
        HttpRequest request = suite.chat(1, customer.secret())
                .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a word of the prompt\"}]}"))
                .build();
        return suite.send(request);
    }

    private static JsonNode seenByProvider(String model) {
        URI asked = suite.stack().demoUrl().resolve("/demo/requests?limit=1&model=" + model);
        JsonNode newest =
                Suite.json(suite.send(HttpRequest.newBuilder(asked).build()).body());
        return newest.findValue("headers");
    }

    private static List<Span> spans(String trace) {
        return sink.spans().stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private static Span theOne(List<Span> spans, Predicate<Span> wanted) {
        List<Span> found = spans.stream().filter(wanted).toList();
        assertThat(found).as("of %s", spans).hasSize(1);
        return found.getFirst();
    }
}
