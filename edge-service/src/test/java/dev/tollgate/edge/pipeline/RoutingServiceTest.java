package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which deployment and which model answers, by the catalogue, by credit and by the caller's own wishes; and what the
/// answer, the record and an explanation say of it.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class RoutingServiceTest extends PipelineRig {
    private static final String SPREAD = body("spread", "");
    private static final String SHORT = body("short", "");

    @Test
    void anAnswerTellsDeploymentAttemptsPriceVersionAndCost() {
        HttpResponse<String> answer = call(SPREAD, Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "x-tollgate-deployment")).isEqualTo("d-spread");
        assertThat(header(answer, "x-tollgate-attempts")).isEqualTo("1");
        assertThat(header(answer, "x-tollgate-price-version")).isEqualTo("1");
        assertThat(header(answer, "x-tollgate-cost")).isEqualTo(Long.toString(record().charge()));
        assertThat(header(answer, "x-tollgate-model")).isNull();
    }

    @Test
    void aStreamTellsNoCostBeforeItIsKnown() {
        world.provider.script.add(Provider.stream());

        HttpResponse<String> answer = call(body("spread", ",\"stream\":true"), Map.of());

        assertThat(header(answer, "x-tollgate-deployment")).isEqualTo("d-spread");
        assertThat(header(answer, "x-tollgate-cost")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order=d-spread-2     | d-spread-2
            order=p2,p           | d-spread-2
            only=p2              | d-spread-2
            ignore=d-spread      | d-spread-2
            order=nobody;only=p  | d-spread
            """)
    void hintsChooseAmongTheRoutesDeployments(String hints, String deployment) {
        HttpResponse<String> answer = call(SPREAD, Map.of("x-tollgate-route", hints));

        assertThat(header(answer, "x-tollgate-deployment")).isEqualTo(deployment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-tollgate-route      | only=d-m       | leaves no deployment
            x-tollgate-route      | first=p        | write it like
            x-tollgate-timeout-ms | 0              | must be a whole number from 1 to 600000
            x-tollgate-timeout-ms | 10s            | must be a whole number from 1 to 600000
            x-tollgate-timeout-ms | 600001         | must be a whole number from 1 to 600000
            x-tollgate-fallback   | never          | must be 'none'
            """)
    void aWishThatCannotBeFollowedIsRefusedByTheHeadersName(String name, String value, String message) {
        HttpResponse<String> answer = call(SPREAD, Map.of(name, value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("param"))
                .isEqualTo(name);
        assertThat(answer.body()).contains(message);
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void nobodyWaitsLongerThanTheyWantTo() {
        world.provider.script.add(silent -> {});

        HttpResponse<String> answer = call(SPREAD, Map.of("x-tollgate-timeout-ms", "300"));

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(record().charge()).isZero();
        assertThat(record().attempts()).extracting(Attempt::result).containsExactly("deadline");
    }

    @ParameterizedTest
    @CsvSource({"context_length_exceeded, context_window", "content_filter, content_policy"})
    void aModelThatTheGroupMayUseAndPayForStandsInAtItsOwnPrice(String code, String reason) {
        world.free.put(account, 100_000_000L);
        world.provider.script.add(refusal(code));
        world.provider.script.add(Provider.plain(9, 3));

        HttpResponse<String> answer = call(SHORT, Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "x-tollgate-model")).isEqualTo("m");
        assertThat(header(answer, "x-tollgate-fallback")).isEqualTo(reason);
        assertThat(header(answer, "x-tollgate-attempts")).isEqualTo("2");
        assertThat(world.provider.bodies).hasSize(2);
        assertThat(world.provider.bodies.getLast()).contains("\"up-m\"");
        UsageFrame.Done record = record();
        assertThat(record.subject().model()).isEqualTo("m");
        assertThat(record.charge()).isEqualTo(12 * World.NANOS_PER_TOKEN);
        assertThat(record.attempts())
                .extracting(Attempt::deployment, Attempt::result, Attempt::model)
                .containsExactly(tuple("d-short", reason, "short"), tuple("d-m", "ok", null));
        await().until(() -> gauge("tollgate.credit.reserved.nanocredits") == 0);
    }

    /// Of a request that takes long enough, billing is told before it ends: should the edge die, that is what it is
    /// charged by.
    @Test
    void rule3ThatAnotherModelStandsInIsJournalledWithItsOwnHoldAndPrice() {
        List<NetSocket> held = new CopyOnWriteArrayList<>();
        world.free.put(account, 100_000_000L);
        world.provider.script.add(refusal("context_length_exceeded"));
        world.provider.script.add(held::add);
        CompletableFuture<HttpResponse<String>> answer = callAsync(SHORT);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(opened())
                .extracting(open -> open.subject().model())
                .endsWith("m"));
        UsageFrame.Open last = opened().getLast();
        assertThat(last.prices().output()).isEqualTo(World.NANOS_PER_TOKEN * 1_000_000);

        Provider.plain(9, 3).accept(held.getFirst());

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(record().subject().model()).isEqualTo("m");
        assertThat(record().subject().hold()).isEqualTo(last.subject().hold());
        assertThat(record().subject().priceVersion()).isEqualTo(last.subject().priceVersion());
    }

    private List<UsageFrame.Open> opened() {
        return world.frames.stream()
                .filter(UsageFrame.Open.class::isInstance)
                .map(UsageFrame.Open.class::cast)
                .filter(open -> open.subject().accountId().equals(account))
                .toList();
    }

    @Test
    void aCallerMayForbidThatAnotherModelAnswers() {
        world.provider.script.add(refusal("context_length_exceeded"));

        HttpResponse<String> answer = call(SHORT, Map.of("x-tollgate-fallback", "none"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(world.provider.bodies).hasSize(1);
    }

    @Test
    void explainsWhatWouldBecomeOfARequestAndSendsNothing() {
        world.free.put(account, 0L);

        JsonObject told = explain(SPREAD, Map.of("x-tollgate-route", "ignore=d-spread"));

        assertThat(told.getString("model")).isEqualTo("spread");
        JsonArray candidates = told.getJsonObject("routing").getJsonArray("candidates");
        assertThat(candidates.stream().map(JsonObject.class::cast))
                .extracting(one -> one.getString("deployment"), one -> one.getString("reason"))
                .containsExactly(
                        tuple("d-spread-2", null), tuple("d-spread", "ignored"), tuple("d-keyless", "not_configured"));
        assertThat(told.getJsonObject("routing").getString("strategy")).isEqualTo("weighted");
        JsonObject cost = told.getJsonObject("cost");
        assertThat(cost.getLong("price_version")).isEqualTo(1);
        assertThat(Long.parseLong(cost.getString("worst_case")))
                .isGreaterThan(World.OUTPUT_BOUND * World.NANOS_PER_TOKEN);
        assertThat(cost.getString("credit_free")).isEqualTo(Long.toString(World.TOLD_FREE));
        assertThat(cost.getBoolean("sufficient")).isTrue();
        assertThat(cost.getLong("output_clamped_to")).isLessThan(World.OUTPUT_BOUND);
        assertThat(world.provider.bodies).isEmpty();
        assertThat(leaseAsks()).isEmpty();
        assertThat(permitAsks()).isEmpty();
        assertThat(world.done(account)).isNull();
    }

    @Test
    void explainsWhyAModelWouldBeRefused() {
        JsonObject told = explain(body("hidden", ""), Map.of());

        assertThat(told.getBoolean("admitted")).isFalse();
        assertThat(told.getJsonObject("error").getString("code")).isEqualTo("model_not_allowed");
        assertThat(told.getJsonObject("error").getInteger("status")).isEqualTo(403);
    }

    @Test
    void explainsTheBodyOfTheEndpointThatIsNamed() {
        HttpResponse<String> wrong = post("/v1/explain", SPREAD, Map.of("x-tollgate-endpoint", "/v1/nothing"));

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("x-tollgate-endpoint");
        assertThat(post("/v1/explain", SPREAD, Map.of("x-tollgate-endpoint", "/v1/embeddings"))
                        .body())
                .contains("'input'");
    }

    private JsonObject explain(String body, Map<String, String> headers) {
        HttpResponse<String> answer = post("/v1/explain", body, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> call(String body, Map<String, String> headers) {
        return post("/v1/chat/completions", body, headers);
    }

    private HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(url.resolve(path).toString()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Authorization", "Bearer " + secret)
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            headers.forEach(request::header);
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .join();
        }
    }

    private UsageFrame.Done record() {
        await().until(() -> world.done(account) != null);
        return world.done(account);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private static Consumer<NetSocket> refusal(String code) {
        String body = "{\"error\":{\"message\":\"no\",\"code\":\"" + code + "\"}}";
        return socket -> socket.write("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }
}
