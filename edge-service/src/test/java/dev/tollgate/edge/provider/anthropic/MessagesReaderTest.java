package dev.tollgate.edge.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesReaderTest {
    private static final String START =
            "{'type':'message_start','message':{'id':'msg_1','usage':{'input_tokens':10,'output_tokens':3}}}";
    private static final String STOP = "{'type':'message_stop'}";

    private static String start(String block) {
        return "{'type':'content_block_start','index':0,'content_block':" + block + "}";
    }

    private static String delta(String delta) {
        return "{'type':'content_block_delta','index':0,'delta':" + delta + "}";
    }

    private static String end(String reason) {
        return "{'type':'message_delta','delta':{'stop_reason':'" + reason + "'},'usage':{'output_tokens':9}}";
    }

    private static final String BLOCK_STOP = "{'type':'content_block_stop','index':0}";

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "pause_turn, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "refusal, content_filter",
        "something_new, stop",
    })
    void stopsForAReasonThatOpenAiKnows(String anthropics, String openAis) {
        Streamed streamed = Streamed.of(START, end(anthropics), STOP);
        assertThat(streamed.end()).isEqualTo(Reading.DONE);
        assertThat(streamed.chunks().get(2).at("/choices/0/finish_reason").asText())
                .isEqualTo(openAis);

        Streamed whole = Streamed.whole("{'id':'m','content':[],'stop_reason':'" + anthropics + "'}");
        assertThat(whole.chunks().getFirst().at("/choices/0/finish_reason").asText())
                .isEqualTo(openAis);
    }

    @Test
    void thinkingIsReasoningAndComesBackWhole() {
        Streamed streamed = Streamed.of(
                START,
                start("{'type':'thinking','thinking':'','signature':''}"),
                delta("{'type':'thinking_delta','thinking':'Let me '}"),
                delta("{'type':'thinking_delta','thinking':'see.'}"),
                delta("{'type':'signature_delta','signature':'c2ln'}"),
                BLOCK_STOP,
                start("{'type':'redacted_thinking','data':'xyz'}"),
                BLOCK_STOP,
                start("{'type':'text','text':''}"),
                delta("{'type':'text_delta','text':'Yes.'}"),
                BLOCK_STOP,
                end("end_turn"),
                STOP);
        JsonNode details = Asked.json("[{'type':'reasoning.text','text':'Let me see.','signature':'c2ln',"
                + "'format':'anthropic-claude-v1','index':0},"
                + "{'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1','index':1}]");

        assertThat(streamed.joined("/reasoning_content")).isEqualTo("Let me see.");
        assertThat(streamed.joined("/content")).isEqualTo("Yes.");
        assertThat(streamed.deltas().stream()
                        .map(delta -> delta.at("/reasoning_details/0"))
                        .filter(JsonNode::isObject))
                .containsExactly(details.get(0), details.get(1));
        assertThat(streamed.written().texts).containsExactly("Let me ", "see.", "Yes.");

        Streamed whole = Streamed.whole(
                "{'id':'m','content':[{'type':'thinking','thinking':'Let me see.','signature':"
                        + "'c2ln'},{'type':'redacted_thinking','data':'xyz'},{'type':'text','text':'Yes.'}],'stop_reason':'end_turn'}");
        JsonNode message = whole.chunks().getFirst().at("/choices/0/message");
        assertThat(message.get("reasoning_details")).isEqualTo(details);
        assertThat(message.get("reasoning_content").asText()).isEqualTo("Let me see.");
        assertThat(whole.written().texts).containsExactly("Let me see.", "Yes.");
        assertThat(ReasoningDetails.blocks(details))
                .map(block -> block.path("type").asText())
                .containsExactly("thinking", "redacted_thinking");
    }

    @Test
    void callsAreNumberedAndTheirArgumentsText() {
        Streamed streamed = Streamed.of(
                START,
                start("{'type':'text','text':'I look.'}"),
                BLOCK_STOP,
                start("{'type':'tool_use','id':'t1','name':'f','input':{}}"),
                delta("{'type':'input_json_delta','partial_json':''}"),
                BLOCK_STOP,
                start("{'type':'tool_use','id':'t2','name':'g','input':{'whole':1}}"),
                BLOCK_STOP,
                end("tool_use"),
                STOP);

        assertThat(streamed.deltas().stream()
                        .map(delta -> delta.at("/tool_calls/0"))
                        .filter(JsonNode::isObject)
                        .map(JsonNode::toString))
                .containsExactly(
                        "{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\"{}\"}}",
                        "{\"index\":1,\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}",
                        "{\"index\":1,\"function\":{\"arguments\":\"{\\\"whole\\\":1}\"}}");
        assertThat(streamed.written().chunks).anyMatch(chunk -> chunk.contains("\"finish_reason\":\"tool_calls\""));
    }

    @Test
    void theAnswerByOurToolIsContent() {
        Streamed streamed = Streamed.of(
                START,
                start("{'type':'tool_use','id':'t1','name':'tollgate_json_answer','input':{}}"),
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"}}",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\": 1}\"}}",
                BLOCK_STOP,
                end("tool_use"),
                STOP);

        assertThat(streamed.joined("/content")).isEqualTo("{\"a\": 1}");
        assertThat(streamed.written().chunks)
                .anyMatch(chunk -> chunk.contains("\"finish_reason\":\"stop\""))
                .noneMatch(chunk -> chunk.contains("tool_calls"));

        Streamed whole =
                Streamed.whole("{'id':'m','content':[{'type':'tool_use','id':'t','name':'tollgate_json_answer',"
                        + "'input':{'a':1}}],'stop_reason':'tool_use'}");
        assertThat(whole.chunks().getFirst().at("/choices/0/message/content").asText())
                .isEqualTo("{\"a\":1}");
        assertThat(whole.chunks().getFirst().at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
    }

    @Test
    void whatIsNewIsPassedOver() {
        Streamed streamed = Streamed.of(
                "",
                START,
                "{'type':'ping'}",
                "{'type':'something_new','x':1}",
                start("{'type':'server_tool_use','id':'s','name':'x','input':{}}"),
                delta("{'type':'input_json_delta','partial_json':'{}'}"),
                BLOCK_STOP,
                start("{'type':'text','text':''}"),
                delta("{'type':'citations_delta','citation':{}}"),
                delta("{'type':'text_delta','text':'a'}"),
                BLOCK_STOP,
                end("end_turn"),
                STOP);

        assertThat(streamed.end()).isEqualTo(Reading.DONE);
        assertThat(streamed.joined("/content")).isEqualTo("a");
        assertThat(streamed.joined("/tool_calls/0/id")).isEmpty();
    }

    @Test
    void whoToldWhyItStoppedHasEndedWithoutItsLastEvent() {
        assertThat(Streamed.of(START, end("end_turn")).end()).isEqualTo(Reading.DONE);
        assertThat(Streamed.of(START).end()).isEqualTo(new Reading.Failed(new Failure.Broken("truncated")));
        assertThat(Streamed.of("{not json").end()).isEqualTo(new Reading.Failed(new Failure.Unreadable()));
    }

    /// Rules 17 wait for the end's count: the beginning's is a place holder.
    @Test
    void aStreamThatIsCutShortHasToldItsInputAlone() {
        Streamed cut = Streamed.of(
                "{'type':'message_start','message':{'id':'m','usage':{'input_tokens':10,'cache_read_input_tokens':20,"
                        + "'cache_creation_input_tokens':30,'output_tokens':4}}}",
                start("{'type':'text','text':'a'}"));

        assertThat(cut.reader().usage()).isEqualTo(Counted.tokens(10, 20, 30, 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'input_tokens':10,'output_tokens':9}                                     | 10 | 0  | 0  | 9 | 0
            {'input_tokens':10,'output_tokens':9,'cache_read_input_tokens':null}      | 10 | 0  | 0  | 9 | 0
            {'input_tokens':1,'cache_read_input_tokens':20,'cache_creation_input_tokens':30,'output_tokens':9} | 1 | 20 | 30 | 9 | 0
            {'input_tokens':1,'cache_creation_input_tokens':30,'cache_creation':{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20},'output_tokens':9} | 1 | 0 | 30 | 9 | 0
            {'input_tokens':10,'output_tokens':9,'output_tokens_details':{'thinking_tokens':5}}  | 10 | 0 | 0 | 4 | 5
            {'input_tokens':10,'output_tokens':9,'output_tokens_details':{'thinking_tokens':50}} | 10 | 0 | 0 | 0 | 9
            {'input_tokens':10,'output_tokens':9,'server_tool_use':{'web_search_requests':2}}    | 10 | 0 | 0 | 9 | 0
            """)
    void usageIsDisjointPlainAndStreamed(
            String usage, long input, long read, long written, long output, long thinking) {
        Streamed whole = Streamed.whole("{'id':'m','content':[],'stop_reason':'end_turn','usage':" + usage + "}");
        Streamed streamed = Streamed.of(
                "{'type':'message_start','message':{'id':'m','usage':" + usage + "}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':" + usage + "}",
                STOP);

        assertThat(whole.reader().usage()).isEqualTo(Counted.tokens(input, read, written, 0, 0, output, thinking, 0));
        assertThat(streamed.reader().usage()).isEqualTo(whole.reader().usage());
    }

    @Test
    void theHighestCountIsTakenAndNoneIsSummed() {
        Streamed streamed = Streamed.of(
                "{'type':'message_start','message':{'id':'m','usage':{'input_tokens':10,'cache_read_input_tokens':7,"
                        + "'output_tokens':99}}}",
                "{'type':'message_delta','delta':{},'usage':{'output_tokens':5}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':12,'output_tokens':9}}",
                STOP);

        assertThat(streamed.reader().usage()).isEqualTo(Counted.tokens(12, 7, 0, 0, 0, 9, 0, 0));
        assertThat(streamed.chunks().getLast().get("usage"))
                .isEqualTo(Asked.json(
                        "{'prompt_tokens':19,'completion_tokens':9,'total_tokens':28,'prompt_tokens_details':"
                                + "{'cached_tokens':7,'cache_write_tokens':0,'audio_tokens':0,'image_tokens':0},"
                                + "'completion_tokens_details':{'reasoning_tokens':0,'audio_tokens':0}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, 529",
        "api_error, error",
        "rate_limit_error, 429",
        "authentication_error, 401",
        "permission_error, 403",
        "not_found_error, 404",
        "billing_error, 402",
        "timeout_error, timeout",
        "invalid_request_error, callers_fault",
        "something_new, error",
    })
    void anErrorInAStreamIsWhatItsTypeSays(String type, String label) {
        Streamed streamed = Streamed.of(START, "{'type':'error','error':{'type':'" + type + "','message':'no'}}");

        assertThat(streamed.end()).isInstanceOfSatisfying(Reading.Failed.class, failed -> assertThat(
                        failed.failure().label())
                .isEqualTo(label));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            400 | prompt is too long: 210000 tokens > 200000 maximum | true
            400 | input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000 | true
            400 | messages: roles must alternate | false
            """)
    void whatIsTooLongIsKnown(int status, String message, boolean contextLength) {
        assertThat(failure(status, message)).isEqualTo(new Failure.CallersFault(message, contextLength));
    }

    @Test
    void whatIsAgainstThePolicyIsKnown() {
        String message = "Output blocked by content filtering policy";

        assertThat(failure(400, message)).isEqualTo(new Failure.CallersFault(message, false, true));
    }

    @Test
    void anEmptyAccountIsOursAlthoughItIsTold400() {
        assertThat(failure(400, "Your credit balance is too low to access the Anthropic API."))
                .isEqualTo(new Failure.Rejected(402));
    }

    @Test
    void overloadsAndTimeoutsAreKnown() {
        assertThat(failure(529, "Overloaded")).isEqualTo(new Failure.Broken("529"));
        assertThat(failure(504, "Timed out")).isEqualTo(new Failure.TimedOut());
        assertThat(failure(418, "Tea")).isEqualTo(new Failure.Unreadable());
        assertThat(Streamed.ADAPTER.failure(
                        429, Map.of("retry-after-ms", "250")::get, "busy".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Failure.RateLimited(250));
    }

    private static Failure failure(int status, String message) {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"" + message + "\"}}";
        return Objects.requireNonNull(
                Streamed.ADAPTER.failure(status, MessagesReaderTest::noHeader, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String noHeader(String name) {
        return null;
    }
}
