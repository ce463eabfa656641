package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.idempotency.Claim;
import dev.tollgate.edge.idempotency.Idempotency;
import dev.tollgate.edge.idempotency.KeptAnswer;
import dev.tollgate.local.testing.RedisCall;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `Idempotency-Key`: answered once, charged once, by a real Redis.
@QuarkusTest
@TestProfile(IdempotencyServiceTest.BesideRedis.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class IdempotencyServiceTest extends PipelineRig {
    /// As [Alone], with a Redis.
    public static class BesideRedis extends Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.remove("quarkus.redis.hosts");
            config.put("tollgate.edge.idempotency.answer-max", "4K");
            // Far below what a Redis that stands still takes, and above what a busy machine does.
            config.put("tollgate.edge.cache.read-timeout", "1s");
            return config;
        }
    }

    private static final String CANARY = "canary-4f1c9a";

    private final HttpClient client = HttpClient.newHttpClient();

    @ConfigProperty(name = "quarkus.redis.hosts")
    String redisUrl;

    @Inject
    Idempotency idempotency;

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
    void theSameRequestAgainGetsTheFirstAnswerAndIsChargedOnce() {
        HttpResponse<String> first = named("n", body("m", "")).join();
        HttpResponse<String> again = named("n", body("m", "")).join();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("content-type"))
                .isEqualTo(first.headers().firstValue("content-type"));
        assertThat(again.headers().firstValue("x-request-id"))
                .isEqualTo(first.headers().firstValue("x-request-id"));
        assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
        assertThat(first.headers().firstValue("idempotency-replayed")).isEmpty();
        assertThat(world.provider.bodies).hasSize(1);
        call(body("m", ""));
        await().untilAsserted(
                        () -> assertThat(records()).as("this one and the first").hasSize(2));
    }

    @Test
    void whileTheFirstRunsOthersAreToldToComeBack() {
        CountDownLatch gate = new CountDownLatch(1);
        world.provider.script.add(held(gate));
        CompletableFuture<HttpResponse<String>> first = named("n", body("m", ""));
        await().until(() -> world.provider.bodies.size() == 1);
        HttpResponse<String> meanwhile = named("n", body("m", "")).join();
        assertThat(meanwhile.statusCode()).isEqualTo(409);
        assertThat(meanwhile.body())
                .contains("\"code\":\"request_in_progress\"")
                .contains("Idempotency-Key");
        assertThat(meanwhile.headers().firstValue("retry-after")).contains("1");
        gate.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(named("n", body("m", "")).join().body())
                .isEqualTo(first.join().body());
    }

    @Test
    void anotherBodyUnderTheNameIsRefused() {
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(200);
        HttpResponse<String> other = named("n", body("m", ",\"seed\":1")).join();
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("\"param\":\"Idempotency-Key\"").contains("another body");
        assertThat(named("other", body("m", ",\"seed\":1")).join().statusCode()).isEqualTo(200);
    }

    @Test
    void anotherAccountsNameIsAnother() {
        HttpResponse<String> first = named("n", body("m", "")).join();
        leave();
        enter();
        HttpResponse<String> theirs = named("n", body("m", "")).join();
        assertThat(theirs.statusCode()).isEqualTo(200);
        assertThat(theirs.headers().firstValue("x-request-id"))
                .isNotEqualTo(first.headers().firstValue("x-request-id"));
    }

    @Test
    void whatFailedMayBeTriedAgain() {
        world.free.put(account, 0L);
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(402);
        world.provider.script.add(socket -> socket.end(io.vertx.core.buffer.Buffer.buffer(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 30\r\n\r\n{\"error\":{\"message\":\"refused\"}}")));
        world.free.put(account, 1_000_000_000_000L);
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(400);
        await().until(() -> size() == 0);
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamIsChargedOnceAndNotGivenAgain() {
        world.provider.script.add(Provider.stream());
        assertThat(named("n", body("m", ",\"stream\":true")).join().body()).contains("[DONE]");
        HttpResponse<String> again = named("n", body("m", ",\"stream\":true")).join();
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"code\":\"conflict\"");
        assertThat(again.headers().firstValue("x-should-retry")).contains("false");
        assertThat(world.provider.bodies).hasSize(1);
    }

    @Test
    void aLargeAnswerIsChargedOnceAndNotGivenAgain() {
        world.provider.script.add(answer("x".repeat(5_000)));
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(200);
        assertThat(named("n", body("m", "")).join().statusCode()).isEqualTo(409);
        assertThat(world.provider.bodies).hasSize(1);
    }

    @Test
    void whatIsKeptIsSealedAndHasAnEnd() throws IOException {
        world.provider.script.add(answer(CANARY));
        String name = "name-" + CANARY;
        assertThat(named(name, body("m", ",\"user\":\"" + CANARY + "\"")).join().body())
                .contains(CANARY);
        List<?> keys = (List<?>) redis.of("KEYS", "*");
        assertThat(keys).hasSize(1);
        assertThat(keys.toString()).doesNotContain(CANARY).doesNotContain(account);
        String key = keys.getFirst().toString();
        assertThat(redis.of("GET", key).toString()).startsWith("a:").doesNotContain(CANARY);
        assertThat((Long) redis.of("TTL", key)).isBetween(86_000L, 86_400L);
        assertThat(named(name, body("m", ",\"user\":\"" + CANARY + "\"")).join().body())
                .contains(CANARY);
    }

    @Test
    void withoutTheHeaderNothingIsStored() {
        assertThat(call(body("m", "")).statusCode()).isEqualTo(200);
        assertThat(size()).isZero();
    }

    @Test
    void aNameMustBeShortAndVisible() {
        for (String name : List.of("", "a b", "x".repeat(256))) {
            HttpResponse<String> refused = named(name, body("m", "")).join();
            assertThat(refused.statusCode()).as(name).isEqualTo(400);
            assertThat(refused.body()).contains("\"param\":\"Idempotency-Key\"");
        }
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void aBatchsLineIsAskedForItsKeyAtTheBatchsPriceAndChargedOnce() {
        HttpResponse<String> first = line("batch_1:1", TestSecrets.INTERNAL_TOKEN);
        HttpResponse<String> again = line("batch_1:1", TestSecrets.INTERNAL_TOKEN);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("x-request-id"))
                .isEqualTo(first.headers().firstValue("x-request-id"));
        await().untilAsserted(() -> assertThat(records()).hasSize(1));
        UsageFrame.Done done = world.done(account);
        assertThat(done.subject().ofBatch()).isTrue();
        assertThat(done.charge()).isEqualTo((9 + 3) * World.NANOS_PER_TOKEN * 3 / 4);
    }

    @Test
    void nobodyElseAsksInTheNameOfAKey() {
        for (String token : new String[] {"", "not-" + TestSecrets.INTERNAL_TOKEN}) {
            HttpResponse<String> refused = line("batch_1:1", token);

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("\"code\":\"invalid_api_key\"");
        }
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void aCallersNameIsNotALines() {
        line("batch_1:1", TestSecrets.INTERNAL_TOKEN);

        assertThat(named("batch_1:1", body("m", "")).join().headers().firstValue("idempotency-replayed"))
                .isEmpty();
    }

    private HttpResponse<String> line(String name, String token) {
        return client.sendAsync(
                        HttpRequest.newBuilder(url)
                                .version(HttpClient.Version.HTTP_1_1)
                                .header(Headers.INTERNAL_TOKEN, token)
                                .header(Headers.BATCH_KEY, KeyFormat.hash(secret))
                                .header(Headers.BATCH_LINE, name)
                                .header(Headers.CLIENT_ADDRESS, "192.0.2.7")
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(20))
                                .POST(HttpRequest.BodyPublishers.ofString(body("m", "")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    @Test
    void oneNameForTwoOperationsIsTwoBodies() {
        assertThat(claim("n", "a")).isInstanceOf(Claim.First.class);
        assertThat(claim("n", "b")).isEqualTo(new Claim.OtherBody());
        assertThat(claim("n", "a")).isEqualTo(new Claim.UnderWay());
    }

    /// The edge that had it has died, as far as anybody knows: the name is not lost for a day.
    @Test
    void aNameIsHeldNoLongerThanARequestMayTake() throws IOException {
        claim("n", "a");
        assertThat((Long) redis.of("TTL", onlyKey())).isBetween(800L, 900L);
    }

    @Test
    void whoHasLostItsNameChangesNothing() throws IOException {
        Claim.First first = (Claim.First) claim("n", "a");
        redis.of("SET", onlyKey(), "r:another:request");
        join(first.ticket().ended(true, new KeptAnswer("req", "text/plain", "late")));
        assertThat(redis.of("GET", onlyKey())).hasToString("r:another:request");
    }

    /// Sealed for its own name: whoever can write to Redis cannot hand one caller's answer to another.
    @Test
    void anAnswerUnderAnotherNameIsNotGiven() throws IOException {
        Claim.First first = (Claim.First) claim("n", "a");
        join(first.ticket().ended(true, new KeptAnswer("req", "text/plain", "theirs")));
        String theirs = onlyKey();
        String answer = redis.of("GET", theirs).toString();
        redis.of("DEL", theirs);
        claim("m", "a");
        redis.of("SET", onlyKey(), answer);
        assertThat(claim("m", "a")).isEqualTo(new Claim.NotKept());
        redis.of("FLUSHALL");
        redis.of("SET", theirs, answer);
        assertThat(claim("n", "a")).isInstanceOf(Claim.Answered.class);
    }

    private Claim claim(String name, String operation) {
        return join(idempotency.claim(account, new Idempotency.Name(name, false), "req", operation, new byte[] {1}));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private String onlyKey() throws IOException {
        List<?> keys = (List<?>) redis.of("KEYS", "*");
        assertThat(keys).hasSize(1);
        return keys.getFirst().toString();
    }

    private long size() {
        try {
            return (Long) redis.of("DBSIZE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> records() {
        return world.frames.stream()
                .filter(UsageFrame.Done.class::isInstance)
                .map(UsageFrame.Done.class::cast)
                .filter(done -> done.subject().accountId().equals(account))
                .map(UsageFrame::requestId)
                .distinct()
                .toList();
    }

    private static Consumer<NetSocket> held(CountDownLatch gate) {
        return socket -> Thread.ofVirtual().start(() -> {
            try {
                gate.await();
                Provider.plain(9, 3).accept(socket);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Consumer<NetSocket> answer(String text) {
        String body = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + text
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
        return socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private CompletableFuture<HttpResponse<String>> named(String name, String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(url)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", name)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
