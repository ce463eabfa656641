package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands between callers and models in groups with guardrails: redactions, and a service that is asked.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class GuardrailsServiceTest extends PipelineRig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BLOCK = "{\"action\":\"block\",\"reason\":\"not here\"}";

    private Response chat(String of, String text, String more) {
        return asking(of)
                .body("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}")
                .post("/v1/chat/completions");
    }

    private Response message(String of, String text, String more) {
        return asking(of)
                .body("{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                        + "\"}]" + more + "}")
                .post("/v1/messages");
    }

    private RequestSpecification asking(String of) {
        group = of;
        limits(RateLimits.NONE);
        return RestAssured.given().header("Authorization", "Bearer " + secret).contentType("application/json");
    }

    private static JsonNode error(Response answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return JSON.readTree(answer.asByteArray()).path("error");
    }

    private UsageFrame.Done done() {
        await().until(() -> world.done(account) != null);
        return Objects.requireNonNull(world.done(account));
    }

    /// A stream that says this, piece by piece, and tells its usage.
    private static Consumer<NetSocket> saying(String... pieces) {
        StringBuilder said = new StringBuilder();
        for (String piece : pieces) {
            said.append("data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
                    .append(piece)
                    .append("\"},\"finish_reason\":null}]}\n\n");
        }
        said.append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":30}}\n\n")
                .append("data: [DONE]\n\n");
        return socket -> socket.end(Buffer.buffer(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + said));
    }

    /// A whole answer that says this.
    private static Consumer<NetSocket> answering(String text) {
        String body = "{\"id\":\"1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":30}}";
        return socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static String said(Response stream) throws Exception {
        StringBuilder said = new StringBuilder();
        for (String line : stream.asString().lines().toList()) {
            if (line.startsWith("data: {")) {
                JsonNode event = JSON.readTree(line.substring(6));
                said.append(event.path("choices")
                                .path(0)
                                .path("delta")
                                .path("content")
                                .asText(""))
                        .append(event.path("delta").path("text").asText(""));
            }
        }
        return said.toString();
    }

    @Test
    void aProviderGetsOnlyRedactedWordsAndElseWhatTheCallerWrote() throws Exception {
        Response answer = chat("redacting", "ann@example.com, 4111 1111 1111 1111", ",\"temperature\": 5.0e-1");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.header("x-tollgate-guardrails")).isEqualTo("pii=redacted");
        assertThat(world.provider.bodies.getFirst())
                .contains("[email], [credit_card]")
                .contains("\"temperature\": 5.0e-1")
                .doesNotContain("ann@");
    }

    @Test
    void whatAModelSaysIsRedactedAndChargedAsItSaidIt() throws Exception {
        world.provider.script.add(answering("write to ann@example.com"));

        Response answer = chat("redacting", "hi", "");

        assertThat(JSON.readTree(answer.asByteArray())
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("write to [email]");
        assertThat(done().charge()).isEqualTo(39 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aStreamIsRedactedWhereverItIsCut() throws Exception {
        world.provider.script.add(saying("write to a", "nn@exam", "ple.com or 4111 1111", " 1111 1111", "."));

        Response answer = chat("redacting", "hi", ",\"stream\":true");

        assertThat(said(answer)).isEqualTo("write to [email] or [credit_card].");
        assertThat(answer.asString()).endsWith("data: [DONE]\n\n");
        assertThat(done().charge()).isEqualTo(39 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aStreamInAnthropicsFormatIsRedactedToo() throws Exception {
        world.provider.script.add(saying("write to a", "nn@exam", "ple.com"));

        Response answer = message("redacting", "bob@example.com", ",\"stream\":true");

        assertThat(said(answer)).isEqualTo("write to [email]");
        assertThat(answer.asString()).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(world.provider.bodies.getFirst()).contains("[email]").doesNotContain("bob@");
    }

    @Test
    void theServiceIsToldWhoAsksWhatOfWhom() {
        chat("asking", "hi there", "");

        JsonNode asked = world.guardrail.asked.getFirst();
        assertThat(asked.path("phase").asText()).isEqualTo("before");
        assertThat(asked.path("account_id").asText()).isEqualTo(account);
        assertThat(asked.path("key_id").asText()).isEqualTo(keyId);
        assertThat(asked.path("group").asText()).isEqualTo("asking");
        assertThat(asked.path("model").asText()).isEqualTo("m");
        assertThat(asked.path("endpoint").asText()).isEqualTo("chat.completions");
        assertThat(asked.path("texts")).hasSize(1);
        assertThat(asked.path("texts").path(0).asText()).isEqualTo("hi there");
    }

    @Test
    void whatIsBlockedBeforeCostsNothingHoldsNothingAndReachesNobody() throws Exception {
        world.guardrail.answer = BLOCK;

        JsonNode error = error(chat("asking", "hi", ""), 400);

        assertThat(error.path("code").asText()).isEqualTo("content_blocked");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText())
                .isEqualTo("The request was blocked by the guardrail 'policy': not here");
        assertThat(world.provider.bodies).isEmpty();
        assertThat(leaseAsks()).isEmpty();
        assertThat(world.done(account)).isNull();
    }

    @Test
    void anAnthropicCallerIsToldInItsOwnFormat() throws Exception {
        world.guardrail.answer = BLOCK;

        Response answer = message("asking", "hi", "");

        assertThat(error(answer, 400).path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(JSON.readTree(answer.asByteArray()).path("type").asText()).isEqualTo("error");
    }

    @Test
    void theServiceMayPutOtherWordsInThePlaceOfACallers() {
        world.guardrail.answer = "{\"action\":\"replace\",\"texts\":[\"something \\\"else\\\"\"]}";

        Response answer = chat("asking", "hi", "");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.header("x-tollgate-guardrails")).isEqualTo("policy=replaced");
        assertThat(world.provider.bodies.getFirst()).contains("something \\\"else\\\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | nonsense
            200 | {"action":"maybe"}
            200 | {"action":"replace","texts":["one","two"]}
            200 | {"action":"replace","texts":[7]}
            500 | {"action":"allow"}
            302 | {"action":"allow"}
            """)
    void anAnswerThatCannotBeUnderstoodIsAFailureOfWhichTheCatalogueSaysWhatFollows(int status, String told)
            throws Exception {
        world.guardrail.status = status;
        world.guardrail.answer = told;

        JsonNode error = error(chat("asking", "hi", ""), 503);
        assertThat(error.path("code").asText()).isEqualTo("guardrail_unavailable");
        assertThat(world.provider.bodies).isEmpty();

        Response open = chatAnew("asking-open");
        assertThat(open.statusCode()).as(open.asString()).isEqualTo(200);
        assertThat(open.header("x-tollgate-guardrails")).isEqualTo("lenient=skipped");
    }

    @Test
    void anAnswerThatIsTooLargeIsAFailure() throws Exception {
        world.guardrail.answer = "{\"action\":\"allow\",\"x\":\"" + "x".repeat(5_000_000) + "\"}";

        assertThat(error(chat("asking", "hi", ""), 503).path("code").asText()).isEqualTo("guardrail_unavailable");
    }

    @Test
    void whoeverIsTooSlowHasFailed() throws Exception {
        world.guardrail.gate = new CountDownLatch(1);

        Response closed = chat("asking", "hi", "");

        assertThat(error(closed, 503).path("code").asText()).isEqualTo("guardrail_unavailable");
        assertThat(closed.header("Retry-After")).isEqualTo("1");
        assertThat(chatAnew("asking-open").statusCode()).isEqualTo(200);
        assertThat(metrics.get("tollgate.edge.guardrail.failures")
                        .tags("guardrail", "lenient", "reason", "timeout")
                        .counter()
                        .count())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatIsBlockedIsChargedButNotTold(boolean stream) throws Exception {
        world.guardrail.answer = BLOCK;
        world.provider.script.add(stream ? saying("bad ", "words") : answering("bad words"));

        Response answer = chat("judging", "hi", stream ? ",\"stream\":true" : "");

        JsonNode error = error(answer, 400);
        assertThat(error.path("code").asText()).isEqualTo("content_blocked");
        assertThat(answer.asString()).doesNotContain("bad words");
        assertThat(answer.header("x-tollgate-cost")).isEqualTo(String.valueOf(39 * World.NANOS_PER_TOKEN));
        assertThat(world.guardrail.asked.getFirst().path("phase").asText()).isEqualTo("after");
        assertThat(world.guardrail.asked.getFirst().path("texts").path(0).asText())
                .isEqualTo("bad words");
        assertThat(done().charge()).isEqualTo(39 * World.NANOS_PER_TOKEN);
        assertThat(done().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatCannotBeJudgedIsNotCharged(boolean stream) throws Exception {
        world.guardrail.status = 500;
        world.provider.script.add(stream ? saying("hello") : answering("hello"));

        Response answer = chat("judging", "hi", stream ? ",\"stream\":true" : "");

        assertThat(error(answer, 503).path("code").asText()).isEqualTo("guardrail_unavailable");
        assertThat(done().charge()).isZero();
        assertThat(done().incurred()).isNotEmpty();
    }

    @Test
    void aStreamThatPassesIsTheSameStream() throws Exception {
        world.provider.script.add(saying("all ", "is ", "well"));

        Response answer = chat("judging", "hi", ",\"stream\":true");

        assertThat(answer.contentType()).startsWith("text/event-stream");
        assertThat(said(answer)).isEqualTo("all is well");
        assertThat(answer.asString()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aStreamMaySayWhatTheServicePutsInItsPlace() throws Exception {
        world.guardrail.answer = "{\"action\":\"replace\",\"texts\":[\"all is fair\"]}";
        world.provider.script.add(saying("all ", "is ", "well"));

        Response answer = message("judging", "hi", ",\"stream\":true");

        assertThat(said(answer)).isEqualTo("all is fair");
        assertThat(answer.asString()).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void aServiceThatIsAwayLetsAnswersPassWhereItIsOpen() throws Exception {
        world.guardrail.status = 500;

        assertThat(chat("judging-open", "hi", "").statusCode()).isEqualTo(200);
    }

    @Test
    void eachGuardrailSeesWhatThoseBeforeItLeft() {
        world.provider.script.add(answering("ann@example.com"));

        Response answer = chat("both", "bob@example.com", "");

        assertThat(answer.asString()).contains("[email]");
        assertThat(world.guardrail.asked.get(0).path("texts").path(0).asText()).isEqualTo("[email]");
        assertThat(world.guardrail.asked.get(1).path("texts").path(0).asText()).isEqualTo("ann@example.com");
    }

    @Test
    void noCreditIsHeldWhileAGuardrailTakesItsTime() {
        CountDownLatch gate = new CountDownLatch(1);
        world.guardrail.gate = gate;
        asking("asking-open");

        CompletableFuture<?> answer = callAsync(body("m", ""));

        await().until(() -> !world.guardrail.asked.isEmpty());
        assertThat(leaseAsks()).isEmpty();
        gate.countDown();
        answer.join();
        assertThat(leaseAsks()).isNotEmpty();
    }

    @Test
    void sessionsAreNotForGroupsWithGuardrails() throws Exception {
        Response answer = asking("redacting")
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/v1/realtime?model=live");

        assertThat(error(answer, 403).path("code").asText()).isEqualTo("model_not_allowed");
    }

    /// Of another customer, as a key's group is kept for a while.
    private Response chatAnew(String of) {
        becomeAnother();
        return chat(of, "hi", "");
    }
}
