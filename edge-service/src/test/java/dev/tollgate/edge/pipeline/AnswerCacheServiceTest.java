package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.RedisCall;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The cache of answers, by a real Redis: who is answered from it, by what, and at which charge.
@QuarkusTest
@TestProfile(IdempotencyServiceTest.BesideRedis.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class AnswerCacheServiceTest extends PipelineRig {
    private static final String CANARY = "canary-81d2e7";
    private static final String COLD = ",\"temperature\":0";
    private static final String COLD_STREAM = COLD + ",\"stream\":true";
    /// Of what the scripted provider tells.
    private static final long FULL = (9 + 3) * World.NANOS_PER_TOKEN;

    private final HttpClient client = HttpClient.newHttpClient();

    @ConfigProperty(name = "quarkus.redis.hosts")
    String redisUrl;

    private RedisCall redis;

    @BeforeEach
    void lookIntoRedis() throws IOException {
        redis = new RedisCall(URI.create(redisUrl).getPort());
        redis.of("FLUSHALL");
    }

    @AfterEach
    void closeRedis() throws IOException {
        redis.close();
        client.shutdownNow();
    }

    @Test
    void theSameRequestAgainIsAnsweredFromTheCacheForATenthOfThePrice() throws IOException {
        HttpResponse<String> first = ask(body("m", COLD));
        awaitKept(1);
        double hits = requests("hit");
        HttpResponse<String> again = ask(body("m", COLD));

        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "content-type")).isEqualTo(header(first, "content-type"));
        assertThat(header(again, "x-tollgate-attempts")).isEqualTo("0");
        assertThat(header(again, "x-tollgate-cost")).isEqualTo(Long.toString(FULL / 10));
        assertThat(header(again, "x-tollgate-provider")).isEmpty();
        assertThat(asked()).hasSize(1);
        assertThat(requests("hit") - hits).isEqualTo(1);

        UsageFrame.Done hit = record(header(again, "x-request-id"));
        assertThat(hit.version()).isEqualTo(UsageFrame.CACHED_VERSION);
        assertThat(hit.cachedPpm()).isEqualTo(100_000);
        assertThat(hit.charge()).isEqualTo(FULL / 10);
        assertThat(hit.quantities()).containsEntry("input", 9L).containsEntry("output", 3L);
        assertThat(hit.incurred()).isEmpty();
        assertThat(hit.providerCost()).isZero();
        assertThat(hit.attempts()).isEmpty();
        assertThat(record(header(first, "x-request-id")).charge()).isEqualTo(FULL);
    }

    @Test
    void aStreamIsGivenAgainFrameByFrame() throws IOException {
        world.provider.script.add(Provider.stream());
        HttpResponse<String> first = ask(body("m", COLD_STREAM));
        awaitKept(1);
        HttpResponse<String> again = ask(body("m", COLD_STREAM));

        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(first.body()).contains("one two three four").endsWith("data: [DONE]\n\n");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "content-type")).isEqualTo(header(first, "content-type"));
        assertThat(asked()).hasSize(1);
        UsageFrame.Done one = record(header(first, "x-request-id"));
        UsageFrame.Done other = record(header(again, "x-request-id"));
        assertThat(other.quantities()).isEqualTo(one.quantities());
        assertThat(other.estimated()).isEqualTo(one.estimated());
        assertThat(other.charge()).isEqualTo(one.charge() / 10);
        assertThat(cache(ask(body("m", COLD))))
                .as("no stream is another question")
                .isEqualTo("miss");
    }

    @Test
    void anotherAccountIsNeverAnsweredByIt() throws IOException {
        ask(body("m", COLD));
        awaitKept(1);
        leave();
        enter();

        assertThat(cache(ask(body("m", COLD)))).isEqualTo("miss");
    }

    @Test
    void anotherBodyIsAnotherQuestion() throws IOException {
        ask(body("m", COLD));
        awaitKept(1);

        assertThat(cache(ask(body("m", COLD + " ")))).isEqualTo("miss");
        assertThat(cache(ask(body("m", COLD + ",\"seed\":1")))).isEqualTo("miss");
        assertThat(cache(ask(body("gratis", COLD)))).isEqualTo("miss");
    }

    @Test
    void whoWantsNoLikeliestAnswerIsNotAnsweredFromIt() throws IOException {
        for (String more : List.of("", ",\"temperature\":1")) {
            assertThat(cache(ask(body("m", more)))).isEmpty();
            assertThat(cache(ask(body("m", more)))).isEmpty();
        }
        assertThat(asked()).hasSize(4);
        assertThat(size()).isZero();
    }

    @Test
    void theCallersWordTurnsItOnAndOff() throws IOException {
        String warm = body("m", ",\"temperature\":1");
        assertThat(cache(ask(warm, "x-tollgate-cache", "on"))).isEqualTo("miss");
        awaitKept(1);
        assertThat(cache(ask(warm, "x-tollgate-cache", "on"))).isEqualTo("hit");
        assertThat(cache(ask(warm, "x-tollgate-cache", "off"))).isEmpty();
        assertThat(cache(ask(body("m", COLD), "x-tollgate-cache", "off"))).isEmpty();

        HttpResponse<String> refused = ask(warm, "x-tollgate-cache", "yes");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"param\":\"x-tollgate-cache\"").contains("'on' or 'off'");
    }

    @Test
    void whatIsStoredOrSentToNamedDeploymentsIsNeverAnsweredFromIt() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThat(cache(ask(body("m", COLD + ",\"store\":true"), "x-tollgate-cache", "on")))
                    .isEmpty();
            assertThat(cache(ask(body("m", COLD), "x-tollgate-route", "only=d-m")))
                    .isEmpty();
        }
        assertThat(size()).isZero();
    }

    @Test
    void aStreamThatBrokeOffIsNotKept() throws IOException {
        world.provider.script.add(socket -> {
            Provider.beginning().accept(socket);
            socket.end();
        });
        assertThat(ask(body("m", COLD_STREAM)).body()).contains("error").doesNotContain("[DONE]");

        ask(body("m", COLD));
        awaitKept(1);
        world.provider.script.add(Provider.stream());
        assertThat(cache(ask(body("m", COLD_STREAM)))).isEqualTo("miss");
    }

    @Test
    void anAnswerLargerThanTheGroupsBoundIsNotKept() throws IOException {
        String large = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":{\"content\":\""
                + "x".repeat(5_000) + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
        world.provider.script.add(socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + large.length() + "\r\n\r\n" + large));

        assertThat(ask(body("m", COLD)).statusCode()).isEqualTo(200);

        assertThat(cache(ask(body("m", COLD)))).isEqualTo("miss");
        awaitKept(1);
    }

    @Test
    void whatLiesInRedisIsSealedAndHasAnEnd() throws IOException {
        ask(body("m", COLD + ",\"user\":\"" + CANARY + "\""));
        awaitKept(1);

        String key = ((List<?>) redis.of("KEYS", "*")).getFirst().toString();
        assertThat(key).startsWith("tollgate:answer:").doesNotContain(account);
        assertThat(redis.of("GET", key).toString()).doesNotContain("hello").doesNotContain(CANARY);
        assertThat((Long) redis.of("PTTL", key)).isBetween(50_000L, 60_000L);
    }

    @Test
    void whatSomebodyElsePutThereIsAMiss() throws IOException {
        ask(body("m", COLD));
        awaitKept(1);
        redis.of("SET", ((List<?>) redis.of("KEYS", "*")).getFirst().toString(), "not an answer");

        HttpResponse<String> again = ask(body("m", COLD));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(cache(again)).isEqualTo("miss");
    }

    @Test
    void aSlowRedisIsAMissWithinItsTime() throws IOException {
        ask(body("m", COLD));
        awaitKept(1);
        redis.of("CLIENT", "PAUSE", "4000", "ALL");

        long began = System.nanoTime();
        HttpResponse<String> answer = ask(body("m", COLD));

        assertThat(cache(answer)).isEqualTo("miss");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(3_500));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> cache(ask(body("m", COLD))).equals("hit"));
    }

    private HttpResponse<String> ask(String body, String... headers) {
        List<String> all =
                new ArrayList<>(List.of("Authorization", "Bearer " + secret, "Content-Type", "application/json"));
        all.addAll(Arrays.asList(headers));
        return client.sendAsync(
                        HttpRequest.newBuilder(url)
                                .version(HttpClient.Version.HTTP_1_1)
                                .headers(all.toArray(String[]::new))
                                .timeout(Duration.ofSeconds(20))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    /// What the provider was asked, but for probes.
    private static List<String> asked() {
        return world.provider.bodies.stream()
                .filter(body -> !body.contains("up-probed"))
                .toList();
    }

    private static String cache(HttpResponse<String> answer) {
        return header(answer, "x-tollgate-cache");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private UsageFrame.Done record(String requestId) {
        return await().until(
                        () -> world.records(account).stream()
                                .filter(done -> done.requestId().equals(requestId))
                                .findFirst()
                                .orElse(null),
                        done -> done != null);
    }

    /// It is kept behind the answer's delivery.
    private void awaitKept(long answers) throws IOException {
        await().until(() -> size() == answers);
    }

    private long size() throws IOException {
        return (Long) redis.of("DBSIZE");
    }

    private double requests(String result) {
        return metrics.get("tollgate.edge.cache.requests")
                .tag("result", result)
                .counter()
                .count();
    }
}
