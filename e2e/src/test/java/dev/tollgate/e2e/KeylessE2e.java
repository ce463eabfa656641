package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.tollgate.local.testing.TokenIssuer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Pods that have no key, of a cluster whose issuer is this test: namespaces that begin with `team-` draw on an
/// account, others on none.
class KeylessE2e {
    private static final Suite SUITE = Suite.running();
    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static final Suite.Customer CUSTOMER = SUITE.customer(Suite.CREDIT, "");

    @BeforeAll
    static void tellWhoMayCall() throws IOException {
        Path written = Files.writeString(SUITE.data().resolve("workloads.new"), """
                issuers:
                  - {issuer: "%s", jwks_url: "%s"}
                workloads:
                  - {namespace: team-limited, service_account: "*", account: %3$s, limits: {rpm: 1}}
                  - {namespace: team-*, service_account: "*", account: %3$s}
                """.formatted(
                        ISSUER.issuer(), ISSUER.address(), CUSTOMER.account()));
        Files.move(written, SUITE.workloads(), StandardCopyOption.ATOMIC_MOVE);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> chat(1, ISSUER.token("team-warm", "any")).statusCode() == 200);
    }

    @AfterAll
    static void stop() throws IOException {
        Files.delete(SUITE.workloads());
        ISSUER.close();
    }

    @Test
    void aPodsTokenGetsAStreamedAnswerAndItsUsageIsItsNamespaces() {
        String token = ISSUER.token("team-a", "chat");
        assertThat(streamed(1, token)).contains("Hello!");
        assertThat(streamed(2, ISSUER.token("team-a", "chat"))).contains("Hello!");
        String other = chat(2, ISSUER.token("team-b", "chat"))
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(usage("&namespace=team-a")).hasSize(2).noneMatch(other::equals);
            assertThat(usage("&namespace=team-b")).containsExactly(other);
        });
        assertThat(usage("&namespace=team-z")).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(requestsByNamespace()).contains("team-a: 2", "team-b: 1"));
    }

    @Test
    void whoIsNotMeantIsRefusedInTheEnvelopeOfTheFormat() {
        Map<String, @Nullable Object> elsewhere = ISSUER.claims("team-a", "chat");
        elsewhere.put("aud", List.of("vault"));
        Map<String, @Nullable Object> over = ISSUER.claims("team-a", "chat");
        over.put("exp", Instant.now().getEpochSecond() - 60);
        Map<String, String> refused = Map.of(
                ISSUER.sign(elsewhere), "invalid_api_key",
                ISSUER.sign(over), "api_key_expired",
                ISSUER.token("kube-system", "chat"), "invalid_api_key");
        refused.forEach((token, code) -> {
            HttpResponse<String> answer = chat(1, token);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
            JsonNode error = Suite.json(answer.body()).path("error");
            assertThat(error.path("type").textValue()).isEqualTo("authentication_error");
            assertThat(error.path("code").textValue()).isEqualTo(code);
            assertThat(error.has("param")).isTrue();
            HttpResponse<String> message = messages(token);
            assertThat(message.statusCode()).isEqualTo(401);
            assertThat(Suite.json(message.body()).path("type").textValue()).isEqualTo("error");
            assertThat(Suite.json(message.body()).at("/error/type").textValue()).isEqualTo("authentication_error");
            assertThat(answer.body() + message.body()).doesNotContain(token.substring(token.lastIndexOf('.')));
        });
    }

    @Test
    void itsKeyBindsItAndRevokedItEndsItOnEveryEdgeWithinASecond() {
        String token = ISSUER.token("team-limited", "chat");
        assertThat(messages(token).statusCode()).isEqualTo(200);
        assertThat(chat(2, token).statusCode()).isEqualTo(429);
        String ended = ISSUER.token("team-c", "chat");
        assertThat(chat(1, ended).statusCode()).isEqualTo(200);
        assertThat(chat(2, ended).statusCode()).isEqualTo(200);
        String key = SUITE.manage("GET", "/keys?search=team-c/chat&account_id=" + CUSTOMER.account(), null)
                .at("/data/0/id")
                .textValue();
        SUITE.manage("POST", "/keys/" + key + "/revoke", "{}");
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        chat(1, ended).statusCode() == 401 && chat(2, ended).statusCode() == 401);
        assertThat(chat(1, ISSUER.token("team-c", "chat")).statusCode())
                .as("another token of the same")
                .isEqualTo(401);
    }

    private static String streamed(int edge, String token) {
        StringBuilder text = new StringBuilder();
        try (var stream = OpenAIOkHttpClient.builder()
                .baseUrl(SUITE.edge(edge) + "/v1")
                .apiKey(token)
                .build()
                .chat()
                .completions()
                .createStreaming(ChatCompletionCreateParams.builder()
                        .model("demo")
                        .addUserMessage("Hello!")
                        .build())) {
            stream.stream()
                    .forEach(chunk ->
                            chunk.choices().getFirst().delta().content().ifPresent(text::append));
        }
        return text.toString();
    }

    private static HttpResponse<String> chat(int edge, String token) {
        return SUITE.ask(edge, token, Suite.hello("demo"));
    }

    private static HttpResponse<String> messages(String token) {
        return SUITE.send(HttpRequest.newBuilder(SUITE.edge(1).resolve("/v1/messages"))
                .timeout(Duration.ofSeconds(30))
                .header("x-api-key", token)
                .header("anthropic-version", "2023-06-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"demo\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build());
    }

    /// The requests that are found so.
    private static List<String> usage(String filter) {
        return SUITE.manage("GET", "/usage?account_id=" + CUSTOMER.account() + filter, null)
                .path("data")
                .valueStream()
                .map(record -> record.path("id").textValue())
                .toList();
    }

    private static List<String> requestsByNamespace() {
        return SUITE.manage("GET", "/usage/top?by=namespace&order=requests&account_id=" + CUSTOMER.account(), null)
                .path("rows")
                .valueStream()
                .map(row -> row.path("id").textValue() + ": "
                        + row.at("/usage/requests").asText())
                .toList();
    }
}
