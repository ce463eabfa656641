package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealtimeTest {

    private static final String TEXT_ONLY =
            "{'type':'session.update','session':{'type':'realtime','output_modalities':['text'],'instructions':'Be'}}";
    private static final String RESPOND = "{'type':'response.create'}";
    private static DemoProvider provider;
    private static DemoClient log;
    private RealtimeClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        log = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void open() {
        client = RealtimeClient.open(provider.baseUrl(), "demo-realtime");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void speaksFirstAndEchoesOnlyTheHarmlessSubprotocol() {
        JsonNode created = client.next();

        assertThat(created.get("type").asText()).isEqualTo("session.created");
        assertThat(created.at("/session/model").asText()).isEqualTo("demo-realtime");
        assertThat(client.subprotocol()).isEmpty();
        try (RealtimeClient browser = RealtimeClient.open(
                provider.baseUrl(),
                "demo-realtime",
                Map.of(),
                List.of("realtime", "openai-insecure-api-key.sk-very-secret"))) {
            assertThat(browser.subprotocol()).isEqualTo("realtime");
            assertThat(log.get("/demo/requests").body()).doesNotContain("sk-very-secret");
        }
    }

    @Test
    void answersTextInTheOrderOfTheRealApi() {
        client.send(TEXT_ONLY).say("hello").send(RESPOND);
        client.until("conversation.item.done");
        List<JsonNode> events = client.until("response.done");

        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "rate_limits.updated",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        assertThat(deltas(events, "response.output_text.delta")).isEqualTo("You said: hello");
        assertThat(events.get(8).get("text").asText()).isEqualTo("You said: hello");
        JsonNode response = events.getLast().get("response");
        assertThat(response.get("status").asText()).isEqualTo("completed");
        assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("You said: hello");
        assertThat(response.get("usage").toString()).isEqualTo("""
                {"total_tokens":7,"input_tokens":3,"output_tokens":4,\
                "input_token_details":{"text_tokens":3,"audio_tokens":0,"image_tokens":0,"cached_tokens":0,\
                "cached_tokens_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0}},\
                "output_token_details":{"text_tokens":4,"audio_tokens":0}}""");
        assertThat(events.stream().map(event -> event.get("event_id").asText())).doesNotHaveDuplicates();
    }

    @Test
    void speaksInSoundUnlessToldOtherwise() {
        client.say("hello").send(RESPOND);
        List<JsonNode> events = client.until("response.done");
        byte[] sound = Base64.getDecoder()
                .decode(events.stream()
                        .filter(event -> event.get("type").asText().equals("response.output_audio.delta"))
                        .findFirst()
                        .orElseThrow()
                        .get("delta")
                        .asText());

        assertThat(sound).hasSize(9_600);
        assertThat(deltas(events, "response.output_audio_transcript.delta")).isEqualTo("You said: hello");
        assertThat(usage(events).at("/output_token_details/text_tokens").asLong())
                .isEqualTo(4);
        assertThat(usage(events).at("/output_token_details/audio_tokens").asLong())
                .isEqualTo(12);
        assertThat(usage(events).get("output_tokens").asLong()).isEqualTo(16);
    }

    @Test
    void countsSoundAndTranscribesItWhenTold() {
        String sound = Base64.getEncoder().encodeToString(new byte[48 * 500]);
        client.send(
                TEXT_ONLY.replace(
                        "'instructions':'Be'",
                        "'instructions':'','audio':{'input':{'transcription':{'model':'gpt-4o-transcribe'}}}"),
                "{'type':'input_audio_buffer.append','audio':'" + sound + "'}",
                "{'type':'input_audio_buffer.append','audio':'" + sound + "'}",
                "{'type':'input_audio_buffer.commit'}",
                RESPOND);
        List<JsonNode> heard = client.until("conversation.item.input_audio_transcription.completed");
        List<JsonNode> answer = client.until("response.done");

        assertThat(types(heard)).containsSubsequence("input_audio_buffer.committed", "conversation.item.added");
        assertThat(heard.getLast().get("transcript").asText()).isEqualTo("Sound of 1000 milliseconds.");
        assertThat(heard.getLast().get("usage").toString())
                .isEqualTo("{\"type\":\"tokens\",\"total_tokens\":17,\"input_tokens\":10,\"input_token_details\":"
                        + "{\"text_tokens\":0,\"audio_tokens\":10},\"output_tokens\":7}");
        assertThat(usage(answer).at("/input_token_details/audio_tokens").asLong())
                .isEqualTo(10);
        assertThat(deltas(answer, "response.output_text.delta")).isEqualTo("I heard 1000 milliseconds of sound.");
    }

    @Test
    void paysWhisperByTheSecond() {
        String sound = Base64.getEncoder().encodeToString(new byte[48 * 1_001]);
        client.send(
                "{'type':'session.update','session':{'type':'realtime','audio':{'input':{'transcription':"
                        + "{'model':'whisper-1'}}}}}",
                "{'type':'input_audio_buffer.append','audio':'" + sound + "'}",
                "{'type':'input_audio_buffer.commit'}");
        JsonNode completed = client.until("conversation.item.input_audio_transcription.completed")
                .getLast();

        assertThat(completed.get("usage").toString()).isEqualTo("{\"type\":\"duration\",\"seconds\":2}");
    }

    @Test
    void tellsWhatOfASecondTurnWasCached() {
        client.send(TEXT_ONLY).say("hello").send(RESPOND);
        client.until("response.done");
        client.say("and again").send(RESPOND);
        JsonNode usage = usage(client.until("response.done"));

        assertThat(usage.get("input_tokens").asLong()).isEqualTo(1 + 2 + 4 + 3);
        assertThat(usage.at("/input_token_details/cached_tokens").asLong()).isEqualTo(1 + 2);
        assertThat(usage.at("/input_token_details/cached_tokens_details/text_tokens")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void refusesASecondResponseAndCancelsTheFirst() {
        client.send(TEXT_ONLY).say("[seconds:60]").send(RESPOND);
        client.until("response.output_text.delta");
        client.send("{'type':'response.create','event_id':'mine'}");
        JsonNode refused = client.until("error").getLast();
        client.send("{'type':'response.cancel'}");
        JsonNode done = client.until("response.done").getLast();
        client.send("{'type':'response.cancel'}");
        JsonNode late = client.until("error").getLast();

        assertThat(refused.at("/error/code").asText()).isEqualTo("conversation_already_has_active_response");
        assertThat(refused.at("/error/event_id").asText()).isEqualTo("mine");
        assertThat(done.at("/response/status").asText()).isEqualTo("cancelled");
        assertThat(done.at("/response/usage/output_tokens").asLong()).isBetween(1L, 60L);
        assertThat(late.at("/error/code").asText()).isEqualTo("response_cancel_not_active");
    }

    @Test
    void ticksForAsLongAsAsked() {
        client.send(TEXT_ONLY).say("[seconds:2]").send(RESPOND);
        client.until("response.created");
        long begun = System.nanoTime();
        List<JsonNode> events = client.until("response.done");

        assertThat(deltas(events, "response.output_text.delta"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 20).mapToObj(i -> "tick " + i).collect(Collectors.joining(" ")));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(6));
    }

    @Test
    void breaksAsDirected() {
        client.send(TEXT_ONLY).say("[fail] one two three").send(RESPOND);
        List<JsonNode> failed = client.until("response.done");
        client.say("[error] one two three").send(RESPOND);
        List<JsonNode> disturbed = client.until("response.done");
        client.say("[twice] one two three").send(RESPOND);
        List<JsonNode> first = client.until("response.done");
        JsonNode again = client.next();
        client.say("[away] one two three").send(RESPOND);

        assertThat(types(failed)).contains("error");
        assertThat(failed.getLast().at("/response/status").asText()).isEqualTo("failed");
        assertThat(failed.getLast().at("/response/usage/output_tokens").asLong())
                .isEqualTo(4);
        assertThat(types(disturbed)).contains("error");
        assertThat(disturbed.getLast().at("/response/status").asText()).isEqualTo("completed");
        assertThat(again).isEqualTo(first.getLast());
        client.until("(closed)");
        assertThat(client.closeCode()).isEqualTo(1001);
    }

    @Test
    void resetsTheConnectionWhenDirected() {
        client.send(TEXT_ONLY).say("[close] one two three").send(RESPOND);
        List<JsonNode> events = client.until("(closed)");

        assertThat(types(events))
                .filteredOn("response.output_text.delta"::equals)
                .hasSize(3);
        assertThat(client.closeCode()).isIn(-1, 1006);
    }

    @Test
    void callsAFunctionWithArgumentsOfItsSchema() {
        client.send("{'type':'session.update','session':{'type':'realtime','tools':[{'type':'function','name':"
                        + "'get_weather','parameters':{'type':'object','properties':{'city':{'type':'string'}}}}]}}")
                .say("weather?")
                .send(RESPOND);
        List<JsonNode> events = client.until("response.done");

        assertThat(deltas(events, "response.function_call_arguments.delta")).isEqualTo("{\"city\":\"Paris\"}");
        assertThat(types(events)).doesNotContain("response.content_part.added");
        assertThat(events.getLast().at("/response/output/0/type").asText()).isEqualTo("function_call");
        assertThat(events.getLast().at("/response/output/0/name").asText()).isEqualTo("get_weather");
        assertThat(usage(events).get("output_tokens").asLong()).isEqualTo(4);
    }

    @Test
    void keepsItemsThatCanBeReadShortenedAndDeleted() {
        client.say("one");
        String id =
                client.until("conversation.item.done").getLast().at("/item/id").asText();
        client.send(
                "{'type':'conversation.item.retrieve','item_id':'" + id + "'}",
                "{'type':'conversation.item.truncate','item_id':'" + id + "','content_index':0,'audio_end_ms':5}",
                "{'type':'conversation.item.delete','item_id':'" + id + "'}",
                "{'type':'conversation.item.delete','item_id':'" + id + "'}",
                "{'type':'input_audio_buffer.clear'}");
        List<JsonNode> events = client.until("input_audio_buffer.cleared");

        assertThat(types(events))
                .containsExactly(
                        "conversation.item.retrieved",
                        "conversation.item.truncated",
                        "conversation.item.deleted",
                        "error",
                        "input_audio_buffer.cleared");
        assertThat(events.getFirst().at("/item/content/0/text").asText()).isEqualTo("one");
        assertThat(events.get(3).at("/error/code").asText()).isEqualTo("item_delete_invalid_item_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'response.sing'}                       | invalid_value                  | type
            {'event_id':'x'}                               | missing_required_parameter     | type
            {nonsense                                      | invalid_json                   |
            {'type':'input_audio_buffer.commit'}           | input_audio_buffer_commit_empty |
            {'type':'input_audio_buffer.append'}           | missing_required_parameter     | audio
            {'type':'input_audio_buffer.append','audio':'%%%'} | invalid_value              | audio
            {'type':'response.cancel','colour':'red'}      | unknown_parameter              | colour
            {'type':'session.update','session':{}}         | missing_required_parameter     | session.type
            {'type':'session.update','session':{'type':'realtime','colour':1}} | unknown_parameter | session.colour
            {'type':'session.update','session':{'type':'realtime','model':'other'}} | cannot_update_model | session.model
            {'type':'session.update','session':{'type':'realtime','output_modalities':['text','audio']}} | invalid_value | session.output_modalities
            {'type':'conversation.item.create','item':{'type':'dance'}} | invalid_value     | item.type
            {'type':'conversation.item.create','item':{'type':'message','role':'user'}} | missing_required_parameter | item.content
            {'type':'conversation.item.create','item':{'type':'message','role':'user','content':[{'type':'output_text','text':'a'}]}} | invalid_value | item.content[0].type
            {'type':'conversation.item.create','previous_item_id':'none','item':{'type':'function_call_output','call_id':'a','output':'b'}} | item_create_invalid_previous_item_id | previous_item_id
            """)
    void answersAWrongEventWithAnErrorAndGoesOn(String event, String code, String param) {
        client.send(event);
        JsonNode error = client.until("error").getLast().get("error");
        client.send("{'type':'input_audio_buffer.clear'}");

        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").asText(null)).isEqualTo(param);
        assertThat(client.next().get("type").asText()).isEqualTo("input_audio_buffer.cleared");
    }

    @Test
    void takesBigMessagesAndAnswersPings() {
        String sound = Base64.getEncoder().encodeToString(new byte[8 << 20]);
        client.send("{'type':'input_audio_buffer.append','audio':'" + sound + "'}");
        client.ping("are you there?");

        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(client.pong())
                .isEqualTo("are you there?"));
        client.send("{'type':'input_audio_buffer.commit'}");
        client.until("input_audio_buffer.committed");
    }

    @Test
    void judgesKeyAndModelBeforeTheUpgrade() {
        assertThat(log.get("/v1/realtime?model=demo-realtime").statusCode()).isEqualTo(400);
        assertThat(handshake("demo", Map.of(), List.of())).isEqualTo(404);
        assertThat(handshake("", Map.of(), List.of())).isEqualTo(400);
        assertThat(handshake("fault-429", Map.of(), List.of())).isEqualTo(429);
        try (DemoProvider locked = DemoProvider.start(new DemoSettings("127.0.0.1", 0, "sk-right", false))) {
            assertThat(handshake(locked, Map.of(), List.of())).isEqualTo(401);
            assertThat(handshake(locked, Map.of("Authorization", "Bearer sk-wrong"), List.of()))
                    .isEqualTo(401);
            assertThat(handshake(locked, Map.of(), List.of("realtime", "openai-insecure-api-key.sk-wrong")))
                    .isEqualTo(401);
            assertThat(handshake(locked, Map.of("Authorization", "Bearer sk-right"), List.of()))
                    .isEqualTo(101);
            assertThat(handshake(locked, Map.of(), List.of("realtime", "openai-insecure-api-key.sk-right")))
                    .isEqualTo(101);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fault-reset-mid,(closed)",
        "fault-no-done,(closed)",
        "fault-error-frame,error",
        "fault-bad-json,(not JSON)"
    })
    void playsTheFaultsOfTheMiddle(String model, String expected) {
        try (RealtimeClient faulty = RealtimeClient.open(provider.baseUrl(), model)) {
            faulty.send(TEXT_ONLY, RESPOND);
            List<JsonNode> events = faulty.until(expected);

            assertThat(types(events)).contains("response.output_text.delta").doesNotContain("response.done");
        }
    }

    @Test
    void leavesUsageOutAsAFault() {
        try (RealtimeClient faulty = RealtimeClient.open(provider.baseUrl(), "fault-no-usage")) {
            faulty.send(TEXT_ONLY, RESPOND);

            assertThat(usage(faulty.until("response.done")).isNull()).isTrue();
        }
    }

    @Test
    void logsWhatItWasSentAndHowItEnded() {
        try (RealtimeClient other = RealtimeClient.open(provider.baseUrl(), "demo-realtime-1ms")) {
            other.send(TEXT_ONLY).say("hello").send(RESPOND).until("response.done");
        }

        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            JsonNode entry = log.newest("demo-realtime-1ms");
            assertThat(entry.get("client_events").toString())
                    .isEqualTo("[\"session.update\",\"conversation.item.create\",\"response.create\"]");
            assertThat(entry.get("close_code").asInt()).isEqualTo(1000);
            assertThat(entry.get("ended").asBoolean()).isTrue();
            assertThat(entry.get("client_closed").asBoolean()).isFalse();
            assertThat(entry.get("status").asInt()).isEqualTo(101);
        });
    }

    private int handshake(String model, Map<String, String> headers, List<String> protocols) {
        return handshake(provider, model, headers, protocols);
    }

    private static int handshake(DemoProvider at, Map<String, String> headers, List<String> protocols) {
        return handshake(at, "demo-realtime", headers, protocols);
    }

    private static int handshake(DemoProvider at, String model, Map<String, String> headers, List<String> protocols) {
        try (RealtimeClient opened = RealtimeClient.open(at.baseUrl(), model, headers, protocols)) {
            assertThat(opened.next().get("type").asText()).isEqualTo("session.created");
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.get("type").asText()).toList();
    }

    private static String deltas(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.get("type").asText().equals(type))
                .map(event -> event.get("delta").asText())
                .collect(Collectors.joining());
    }

    private static JsonNode usage(List<JsonNode> events) {
        return events.getLast().at("/response/usage");
    }
}
