package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Realtime sessions through a whole edge, with real WebSockets on both sides.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class RealtimeServiceTest extends PipelineRig {
    /// What a response is held with: the context window and the output bound.
    private static final long HOLD = (100_000 + World.OUTPUT_BOUND) * World.NANOS_PER_TOKEN;

    private final HttpClient talker = HttpClient.newHttpClient();

    @Inject
    RequestsUnderWay requests;

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(gauge("tollgate.edge.streams")).isZero();
        await("a shutdown would wait for no session").until(() -> requests.count() == 0);
    }

    @Test
    void relaysBothWaysInOrderUnderThePublicName() {
        try (Talk talk = talk()) {
            JsonObject session = talk.hear("session.created", 1).getJsonObject("session");
            assertThat(session.getString("model")).isEqualTo("live");
            assertThat(session.getDouble("temperature")).isEqualTo(0.8);
            for (int i = 0; i < 50; i++) {
                talk.say("{\"type\":\"conversation.item.create\",\"n\":" + i + "}");
            }
            talk.respond();
            talk.hear("response.done", 1);
            assertThat(talk.events.stream().map(event -> event.getString("type")))
                    .containsExactly(
                            "session.created",
                            "response.created",
                            "response.output_text.delta",
                            "response.output_text.delta",
                            "response.done");
            assertThat(talk.all("response.output_text.delta").stream().map(event -> event.getString("delta")))
                    .containsExactly("one ", "two ");
            assertThat(world.live.received.stream().limit(50).map(event -> event.getInteger("n")))
                    .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
            assertThat(world.live.uris).containsExactly("/v1/realtime?model=up-live");
        }
    }

    @Test
    void rule11EachResponseIsAnAdmissionOfItsOwnAndIsChargedOnce() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            String id = talk.hear("response.done", 1).getJsonObject("response").getString("id");
            world.live.done(session(), id, "completed", 10, 4);
            talk.hear("response.done", 2);
            talk.respond();
            talk.hear("response.done", 3);
            await().until(() -> world.records(account).size() >= 2);
        }
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        List<UsageFrame.Done> records = world.records(account);
        assertThat(records).hasSize(2);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.subject().endpoint()).isEqualTo("realtime");
            assertThat(record.subject().model()).isEqualTo("live");
            assertThat(record.subject().hold()).isBetween(HOLD, HOLD + 10);
            assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.COMPLETED);
            assertThat(record.charge()).isEqualTo(14 * World.NANOS_PER_TOKEN);
        });
        assertThat(records.stream().map(UsageFrame.Done::requestId)).doesNotHaveDuplicates();
    }

    @Test
    void aResponseThatTheProviderStartsByItselfIsRecordedAndCharged() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            world.live.answer(session(), 30, 7);
            talk.hear("response.done", 1);
            await().until(() -> world.done(account) != null);
        }
        assertThat(world.done(account).charge()).isEqualTo(37 * World.NANOS_PER_TOKEN);
        assertThat(world.live.heard("response.create")).isZero();
    }

    @Test
    void aTranscriptionIsChargedOnceBesideTheResponses() {
        String event = "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"item_id\":\"i\","
                + "\"content_index\":0,\"event_id\":\"event_t\",\"transcript\":\"hello\",\"usage\":{\"type\":\"tokens\","
                + "\"total_tokens\":25,\"input_tokens\":20,\"input_token_details\":{\"audio_tokens\":20,"
                + "\"text_tokens\":0},\"output_tokens\":5}}";
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            session().writeTextMessage(event);
            session().writeTextMessage(event);
            talk.hear("conversation.item.input_audio_transcription.completed", 2);
            talk.respond();
            talk.hear("response.done", 1);
            await().until(() -> world.records(account).size() >= 2);
        }
        assertThat(world.records(account).stream().map(UsageFrame.Done::charge))
                .containsExactly(25 * World.NANOS_PER_TOKEN, 14 * World.NANOS_PER_TOKEN);
        assertThat(world.records(account).getFirst().quantities())
                .containsEntry("audio_input", 20L)
                .containsEntry("output", 5L);
    }

    @Test
    void aSessionWhoseBalanceRunsOutEndsWithABillingErrorAndWhatWasSaidIsCharged() {
        world.free.put(account, HOLD + 20);
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            talk.hear("response.done", 1);
            JsonObject error = talk.hear("error", 1).getJsonObject("error");
            assertThat(error.getString("type")).isEqualTo("billing_error");
            assertThat(error.getString("code")).isEqualTo("insufficient_balance");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1008);
        }
        await().until(() -> world.done(account) != null);
        assertThat(world.done(account).charge()).isEqualTo(14 * World.NANOS_PER_TOKEN);
        await().until(() -> !world.live.closes.isEmpty());
    }

    @Test
    void rule17ACallerWhoLeavesAmidAResponseIsChargedForWhatWasDelivered() {
        world.live.answers = false;
        Talk talk = talk();
        talk.hear("session.created", 1);
        talk.respond();
        await().until(() -> world.live.heard("response.create") == 1);
        String id = world.live.begin(session());
        world.live.delta(session(), id, "12345678");
        talk.hear("response.output_text.delta", 1);
        talk.leave();
        await().until(() -> world.live.heard("response.cancel") >= 1);
        world.live.done(session(), id, "cancelled", 50, 90);
        await().until(() -> world.done(account) != null);
        UsageFrame.Done done = world.done(account);
        assertThat(done.outcome()).isEqualTo(UsageFrame.Outcome.CANCELLED);
        assertThat(done.quantities()).containsEntry("input", 50L).containsEntry("output", 2L);
        assertThat(done.charge()).isEqualTo(52 * World.NANOS_PER_TOKEN);
        assertThat(done.incurred()).containsEntry("output", 90L);
    }

    @Test
    void rule12ARevocationThatEndsStreamsEndsASessionWithinASecond() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            long began = System.nanoTime();
            world.auth.commit(
                    ChangeKind.KEY,
                    keyId,
                    true,
                    () -> world.auth.put(KeyFormat.hash(secret), key(KeyStatus.REVOKED, RateLimits.NONE)));
            talk.awaitClose();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_300));
            assertThat(talk.closeCode).isEqualTo(1008);
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("code"))
                    .isEqualTo("invalid_api_key");
        }
    }

    @Test
    void holdsASlotForTheSessionAndCountsEachResponseAsARequest() {
        limits(new RateLimits(10L, 1_000_000L, null, 5L));
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            assertThat(permitAsks()).hasSize(1);
            RateLimits session = permitAsks().getFirst().checks().getFirst().limits();
            assertThat(session.concurrency()).isEqualTo(5);
            assertThat(session.rpm()).isEqualTo(10);
            assertThat(session.tpm()).isNull();
            talk.respond();
            talk.hear("response.done", 1);
            assertThat(permitAsks()).hasSize(2);
            RateLimits response = permitAsks().getLast().checks().getFirst().limits();
            assertThat(response.concurrency()).isNull();
            assertThat(response.rpm()).isEqualTo(10);
            assertThat(corrections()).noneMatch(one -> !one.release().isEmpty());
        }
        await().until(() ->
                corrections().stream().anyMatch(one -> !one.release().isEmpty()));
    }

    @Test
    void aResponseBeyondALimitIsRefusedAndTheSessionGoesOn() {
        limits(new RateLimits(10L, null, null, null));
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            world.limited =
                    new PermitAnswer.Refusal(new Subject(SubjectKind.KEY, keyId, account), Dimension.RPM, 10, 30_000);
            talk.say("{\"type\":\"response.create\",\"event_id\":\"mine\"}");
            JsonObject error = talk.hear("error", 1).getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("rate_limit_exceeded");
            assertThat(error.getString("event_id")).isEqualTo("mine");
            assertThat(world.live.heard("response.create")).isZero();
            world.limited = null;
            talk.respond();
            talk.hear("response.done", 1);
        }
    }

    @Test
    void aResponseThatTheProviderStartsBeyondALimitIsCancelledUndeliveredAndFree() {
        limits(new RateLimits(10L, null, null, null));
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            world.limited =
                    new PermitAnswer.Refusal(new Subject(SubjectKind.KEY, keyId, account), Dimension.RPM, 10, 30_000);
            String id = world.live.begin(session());
            await().until(() -> world.live.heard("response.cancel") == 1);
            world.live.delta(session(), id, "late");
            world.live.done(session(), id, "cancelled", 10, 1);
            talk.hear("response.done", 1);
            assertThat(talk.all("response.output_text.delta")).isEmpty();
            talk.hear("error", 1);
            await().until(() -> world.done(account) != null);
        }
        assertThat(world.done(account).charge()).isZero();
        assertThat(world.done(account).status()).isEqualTo(429);
    }

    @Test
    void aKeyAmongTheSubprotocolsIsTakenAndNeverEchoed() throws IOException {
        try (Talk talk = Talk.bySubprotocol(talker, realtime("?model=live"), secret)) {
            assertThat(talk.subprotocol()).isEqualTo("realtime");
            talk.hear("session.created", 1);
        }
        String answer = shake(
                "/v1/realtime?model=live",
                "Sec-WebSocket-Protocol: openai-insecure-api-key." + secret + ", openai-beta.realtime-v1\r\n");
        assertThat(answer).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("sec-websocket-protocol");
        assertThat(answer).doesNotContain(secret).containsIgnoringCase("x-request-id: ");
        assertThat(String.join("\n", world.live.handshakeHeaders))
                .doesNotContain(secret)
                .contains("realtime=v1");
    }

    @Test
    void whatIsWrongIsToldAsPlainHttpBeforeTheUpgrade() throws IOException {
        String auth = "Authorization: Bearer " + secret + "\r\n";
        world.free.put(account, 5L);
        assertThat(shake("/v1/realtime?model=live", auth))
                .startsWith("HTTP/1.1 402")
                .contains("insufficient_balance");
        assertThat(world.live.uris).isEmpty();
        world.free.put(account, 10 * HOLD);
        assertThat(shake("/v1/realtime?model=live", ""))
                .startsWith("HTTP/1.1 401")
                .contains("missing_api_key");
        assertThat(shake("/v1/realtime", auth))
                .startsWith("HTTP/1.1 400")
                .contains("\"param\":\"model\"")
                .contains("missing_required_parameter");
        assertThat(shake("/realtime?model=nothing", auth))
                .startsWith("HTTP/1.1 404")
                .contains("model_not_found");
        assertThat(shake("/realtime?model=m", auth)).startsWith("HTTP/1.1 400").contains("invalid_value");
        assertThat(plain("/v1/realtime?model=live", auth))
                .startsWith("HTTP/1.1 400")
                .contains("WebSocket");
        world.live.refusals.addAll(List.of(503, 503));
        assertThat(shake("/v1/realtime?model=live", auth))
                .startsWith("HTTP/1.1 503")
                .contains("upstream_error");
        assertThat(world.live.uris).hasSize(2);
    }

    @Test
    void aDeploymentThatRefusesTheHandshakeIsFollowedByTheNext() {
        world.live.refusals.add(500);
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            talk.hear("response.done", 1);
            await().until(() -> world.done(account) != null);
        }
        assertThat(world.live.uris).containsExactly("/v1/realtime?model=up-live", "/v1/realtime?model=up-live-2");
        assertThat(world.done(account).deployment()).isEqualTo("d-live-2");
    }

    @Test
    void theModelOfASessionCannotBeChangedAndItsNameIsTheProvidersThere() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.say("{\"type\":\"session.update\",\"event_id\":\"e1\",\"session\":{\"model\":\"dearer\"}}");
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("param"))
                    .isEqualTo("session.model");
            talk.say("{\"type\":\"session.update\",\"session\":{\"model\":\"live\",\"instructions\":\"be kind\"}}");
            assertThat(talk.hear("session.updated", 1).getJsonObject("session").getString("model"))
                    .isEqualTo("live");
        }
        assertThat(world.live.received).singleElement().satisfies(event -> assertThat(
                        event.getJsonObject("session").getString("model"))
                .isEqualTo("up-live"));
    }

    @Test
    void anEventThatCouldBeReadInTwoWaysIsNotSentOn() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.say("{\"type\":\"input_audio_buffer.append\",\"type\":\"response.create\"}");
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("code"))
                    .isEqualTo("invalid_json");
            talk.respond();
            talk.hear("response.done", 1);
        }
        assertThat(world.live.received).hasSize(1);
    }

    @Test
    void fifteenMebibytesOfAudioPassAndBytesAreRefused() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            String audio = "A".repeat(15 * 1024 * 1024);
            talk.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + audio + "\"}");
            // Nothing but patience: a machine that is short of memory takes its time for so large a message.
            await().atMost(Duration.ofMinutes(1)).until(() -> world.live.heard("input_audio_buffer.append") == 1);
            assertThat(world.live.received.getFirst().getString("audio").equals(audio))
                    .as("all of it arrived")
                    .isTrue();
            world.live.received.clear();
            talk.sayBytes();
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1003);
        }
    }

    @Test
    void aMessageBeyondTheBoundEndsTheSession() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.say("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + "A".repeat(17 * 1024 * 1024) + "\"}");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1009);
        }
        assertThat(world.live.received).isEmpty();
    }

    @Test
    void aProviderThatBreaksOffIsToldAndTheResponseIsChargedForWhatWasDelivered() {
        world.live.answers = false;
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            await().until(() -> world.live.heard("response.create") == 1);
            String id = world.live.begin(session());
            world.live.delta(session(), id, "12345678");
            talk.hear("response.output_text.delta", 1);
            session().close((short) 1011, "oops");
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("type"))
                    .isEqualTo("upstream_error");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1011);
            await().until(() -> world.done(account) != null);
        }
        assertThat(world.done(account).outcome()).isEqualTo(UsageFrame.Outcome.UPSTREAM_FAILED);
        assertThat(world.done(account).quantities()).containsEntry("output", 2L);
    }

    @Test
    void aResponseThatTheProviderRefusesCostsNothing() {
        world.live.answers = false;
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.say("{\"type\":\"response.create\",\"event_id\":\"mine\"}");
            await().until(() -> world.live.heard("response.create") == 1);
            world.live.say(
                    session(),
                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":"
                            + "\"conversation_already_has_active_response\",\"message\":\"no\",\"event_id\":\"mine\"}}");
            talk.hear("error", 1);
            await().until(() -> world.done(account) != null);
        }
        assertThat(world.done(account).charge()).isZero();
        assertThat(world.done(account).outcome()).isEqualTo(UsageFrame.Outcome.REFUSED);
    }

    private Talk talk() {
        return Talk.byHeader(talker, realtime("?model=live"), secret);
    }

    private URI realtime(String query) {
        return URI.create("ws://" + url.getAuthority() + "/v1/realtime" + query);
    }

    private ServerWebSocket session() {
        return world.live.sessions.getLast();
    }

    private String shake(String path, String headers) throws IOException {
        return plain(
                path,
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers);
    }

    /// The head of the answer, and the beginning of what follows.
    private String plain(String path, String headers) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String head = readUntil(socket, "\r\n\r\n");
            return head.startsWith("HTTP/1.1 101") ? head : head + readUntil(socket, "}}");
        }
    }
}
