package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is made of Converse's answers, its usage and its errors.
class BedrockAnswerTest {
    private final BedrockAdapter adapter = new BedrockAdapter();
    private final AnswerReader reader = adapter.reader(new TestChat("public", true, true));
    private final RecordingWriter out = new RecordingWriter();

    private Reading event(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length, out);
    }

    @Test
    void theClassesOfUsageAreDisjoint() {
        event("{'messageStop':{'stopReason':'end_turn'}}");
        assertThat(event("{'metadata':{'usage':{'inputTokens':11,'outputTokens':9,'totalTokens':32,"
                        + "'cacheReadInputTokens':7,'cacheWriteInputTokens':5}}}"))
                .isEqualTo(Reading.DONE);
        assertThat(reader.usage())
                .isEqualTo(Quantities.of(11, 9).with(UsageClass.CACHED_INPUT, 7).with(UsageClass.CACHE_WRITE, 5));
        assertThat(out.chunks.getLast()).contains("\"prompt_tokens\":23").contains("\"cached_tokens\":7");
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,stop",
        "stop_sequence,stop",
        "max_tokens,length",
        "model_context_window_exceeded,length",
        "guardrail_intervened,content_filter",
        "content_filtered,content_filter",
    })
    void anEndHasOpenAisReason(String theirs, String ours) {
        event("{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'a'}}}");
        event("{'messageStop':{'stopReason':'" + theirs + "'}}");
        event("{'metadata':{}}");
        assertThat(String.join("", out.chunks)).contains("\"finish_reason\":\"" + ours + "\"");
    }

    @Test
    void aModelThatStumblesBeforeItHasSaidAnythingHasFailed() {
        assertThat(event("{'messageStop':{'stopReason':'malformed_tool_use'}}"))
                .isEqualTo(new Reading.Failed(new Failure.Broken("finish")));
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException,429",
        "modelTimeoutException,timeout",
        "serviceUnavailableException,503",
        "internalServerException,error",
        "validationException,callers_fault",
        "error,error",
    })
    void anExceptionInAStreamIsToldByItsName(String name, String label) {
        assertThat(event("{'" + name + "':{'message':'no'}}"))
                .isInstanceOfSatisfying(
                        Reading.Failed.class,
                        failed -> assertThat(failed.failure().label()).isEqualTo(label));
    }

    @Test
    void whatAnswersByOurOwnToolIsText() {
        event("{'contentBlockStart':{'start':{'toolUse':{'toolUseId':'t','name':'tollgate_json_answer'}}}}");
        event("{'contentBlockDelta':{'delta':{'toolUse':{'input':'{}'}}}}");
        event("{'contentBlockStop':{}}");
        event("{'messageStop':{'stopReason':'tool_use'}}");
        event("{'metadata':{}}");
        assertThat(String.join("", out.chunks))
                .contains("\"content\":\"{}\"")
                .contains("\"finish_reason\":\"stop\"")
                .doesNotContain("tool_calls");
    }

    @Test
    void aStreamThatEndsBeforeItsStopIsBroken() {
        event("{'contentBlockDelta':{'delta':{'text':'a'}}}");
        assertThat(reader.end(out)).isEqualTo(new Reading.Failed(new Failure.Broken("truncated")));
    }

    @ParameterizedTest
    @CsvSource({
        "400,ValidationException,Input is too long for requested model.,context_window",
        "400,ValidationException,The provided model identifier is invalid.,400",
        "400,ExpiredTokenException,The security token included in the request is expired,403",
        "400,ServiceQuotaExceededException,Too much,429",
        "403,AccessDeniedException,No,403",
        "424,ModelErrorException,It failed,424",
        "429,ModelNotReadyException,Wait,429",
    })
    void anErrorIsJudgedByItsName(int status, String name, String message, String label) {
        Map<String, String> headers = Map.of("x-amzn-errortype", name + ":http://internal.amazon.com/");
        byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
        Failure failure = adapter.failure(status, headers::get, body);
        assertThat(failure.label()).isEqualTo(label);
        if (failure instanceof Failure.CallersFault fault) {
            assertThat(fault.contextLength()).isTrue();
        }
    }
}
