package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiAdapterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ERROR = "{\"error\":{\"message\":\"bad x\",\"type\":\"t\",\"code\":\"%s\"}}";

    private static final TestChat ASKED = new TestChat("public", false, false);

    private final OpenAiAdapter adapter = new OpenAiAdapter();
    private final AnswerReader reader = adapter.reader(ASKED);
    private final RecordingWriter written = new RecordingWriter();

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatTheCallerDidWrongIsToldInTheProvidersWords(int status) {
        assertThat(failure(status, ERROR.formatted("invalid_value")))
                .isEqualTo(new Failure.CallersFault("bad x", false));
    }

    @Test
    void aPromptThatIsTooLongIsKnown() {
        assertThat(failure(400, ERROR.formatted("context_length_exceeded")))
                .isEqualTo(new Failure.CallersFault("bad x", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_policy_violation", "content_filter", "moderation_blocked"})
    void whatIsAgainstThePolicyIsKnown(String code) {
        assertThat(failure(400, ERROR.formatted(code))).isEqualTo(new Failure.CallersFault("bad x", false, true));
    }

    @Test
    void aRefusedKeyIsOursWhateverTheStatus() {
        assertThat(failure(400, ERROR.formatted("invalid_api_key"))).isEqualTo(new Failure.Rejected(400));
        assertThat(failure(400, """
                [{"error":{"code":400,"message":"no","details":[{"reason":"API_KEY_INVALID"}]}}]""")).isEqualTo(new Failure.Rejected(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "null", "[]", "{}", "\"x\"", "{\"error\":\"x\"}", "{\"error\":null}"})
    void anErrorWithoutWordsIsStillAFault(String body) {
        assertThat(failure(400, body)).isEqualTo(new Failure.CallersFault("The provider refused the request.", false));
    }

    @Test
    void errorsStandBareAtTheTopToo() {
        assertThat(failure(422, "{\"object\":\"error\",\"message\":\"bare\",\"type\":\"t\",\"code\":422}"))
                .isEqualTo(new Failure.CallersFault("bare", false));
    }

    @Test
    void longWordsAreCut() {
        assertThat(failure(400, "{\"error\":{\"message\":\"" + "y".repeat(9_000) + "\"}}"))
                .asInstanceOf(type(Failure.CallersFault.class))
                .satisfies(fault -> assertThat(fault.message()).hasSize(2_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404})
    void whatTheProviderRefusesUsIsOurs(int status) {
        assertThat(failure(status, ERROR.formatted("x"))).isEqualTo(new Failure.Rejected(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 529})
    void aBrokenProviderIsNamedByItsStatus(int status) {
        assertThat(failure(status, "")).isEqualTo(new Failure.Broken(Integer.toString(status)));
    }

    @Test
    void otherStatusesAreTimeoutsOrNotUnderstood() {
        assertThat(failure(408, "")).isEqualTo(new Failure.TimedOut());
        assertThat(failure(301, "")).isEqualTo(new Failure.Unreadable());
        assertThat(failure(418, "")).isEqualTo(new Failure.Unreadable());
    }

    @ParameterizedTest(name = "retry-after {0}, retry-after-ms {1}: {2} ms")
    @CsvSource(delimiter = '|', textBlock = """
                                          |          | 0
            7                             |          | 7000
            ' 7 '                         |          | 7000
            0.25                          |          | 250
            1.5                           |          | 1500
            7                             | 120      | 120
            7                             | 120.9    | 120
                                          | 30       | 30
            7                             | soon     | 7000
            7                             | -1       | 7000
            soon                          |          | 0
            -3                            |          | 0
            999999                        |          | 600000
            9999999999999999999           |          | 0
            Fri, 02 Jan 2026 03:04:15 GMT |          | 10000
            Fri, 02 Jan 2026 03:03:00 GMT |          | 0
            Sat, 03 Jan 2026 03:04:15 GMT |          | 600000
            """)
    void waitsAsLongAsItIsTold(@Nullable String seconds, @Nullable String millis, long expected) {
        Failure failure = OpenAiFailures.of(
                429,
                name -> switch (name) {
                    case "retry-after" -> seconds;
                    case "retry-after-ms" -> millis;
                    default -> null;
                },
                null,
                NOW);
        assertThat(failure).isEqualTo(new Failure.RateLimited(expected));
    }

    @Test
    void anErrorWithStatus200IsAFailure() {
        assertThat(plain("{\"error\":{\"message\":\"busy\"}}")).isEqualTo(failed(new Failure.Broken("error")));
        assertThat(plain("{\"error\":\"busy\"}")).isEqualTo(failed(new Failure.Broken("error")));
        assertThat(plain("{\"choices\":[],\"error\":{\"code\":503}}")).isEqualTo(failed(new Failure.Broken("error")));
        assertThat(plain("{\"error\":{\"code\":429}}")).isEqualTo(failed(new Failure.RateLimited(0)));
        assertThat(plain("{\"error\":{\"code\":402}}")).isEqualTo(failed(new Failure.Rejected(402)));
        assertThat(plain("{\"error\":{\"code\":400,\"message\":\"bad\"}}"))
                .isEqualTo(failed(new Failure.CallersFault("bad", false)));
    }

    @Test
    void anErrorThatIsNullIsNone() {
        assertThat(plain("{\"error\":null,\"choices\":[{\"message\":{}}]}")).isInstanceOf(Reading.Done.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<html>busy</html>",
                "[]",
                "{}",
                "{\"choices\":null}",
                "{\"choices\":[{\"message\":{\"content\":\"hi\"}}",
                "{\"choices\":[{\"message\":{\"content\":\"hi",
                "{\"choices\":[{\"message\":{\"content\":\"hi\\",
                "{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1",
                "{\"choices\":[{}],\"model\":\"m"
            })
    void anAnswerThatIsNotWholeIsUnreadable(String body) {
        assertThat(plain(body)).isEqualTo(failed(new Failure.Unreadable()));
    }

    /// No prefix of an answer may pass for one.
    @Test
    void noTruncationGoesUnnoticed() {
        String whole = "{\"id\":\"a\\\"}\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"}]\\\\\"}}],"
                + "\"usage\":{\"prompt_tokens\":1}}";
        assertThat(plain(whole)).isInstanceOf(Reading.Done.class);
        for (int end = 0; end < whole.length(); end++) {
            assertThat(plain(whole.substring(0, end))).as("cut at %d", end).isInstanceOf(Reading.Failed.class);
            if (end > 0) {
                assertThat(event(whole.substring(0, end))).as("cut at %d", end).isInstanceOf(Reading.Failed.class);
            }
        }
    }

    @Test
    void blankLinesBeforeAnAnswerAreTolerated() {
        assertThat(plain("\n\n\r\n {\"choices\":[{\"message\":{}}]}\n")).isInstanceOf(Reading.Done.class);
    }

    @Test
    void theEndOfAStreamIsKnown() {
        assertThat(event("[DONE]")).isEqualTo(new Reading.Done());
        assertThat(event("[DONE] ")).isEqualTo(new Reading.Done());
        assertThat(event("[DON")).isInstanceOf(Reading.Failed.class);
    }

    @Test
    void anErrorInAStreamIsAFailure() {
        assertThat(event("{\"error\":{\"message\":\"m\",\"code\":\"server_error\"}}"))
                .isEqualTo(new Reading.Failed(new Failure.Broken("error")));
        assertThat(event("{\"error\":{\"code\":429},\"choices\":[{\"delta\":{}}]}"))
                .isEqualTo(new Reading.Failed(new Failure.RateLimited(0)));
    }

    @Test
    void textIsWhateverTheModelWrote() {
        assertThat(event("""
                {"model":"m\\"x","choices":[{"delta":{"content":"abc","reasoning_content":"de",
                "reasoning_details":[{"type":"reasoning.text","text":"de"}],"refusal":null,
                "tool_calls":[{"function":{"name":"f","arguments":"{\\"}"}}]},"logprobs":{"content":[{"token":"abc"}]},
                "finish_reason":"stop"},{"index":1,"delta":{"content":[{"type":"text","text":"xy"}]}}]}""")).isEqualTo(Reading.MORE);
        assertThat(written.texts).containsExactly("abc", "de", "{\\\"}", "xy");
        assertThat(written.chunks.getFirst()).startsWith("{\"model\":\"public\",");
        assertThat(reader.end(written)).isEqualTo(Reading.DONE);
    }

    @Test
    void aReasonThatIsAFailureIsOne() {
        for (String reason : List.of("insufficient_system_resource", "error")) {
            String choice = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"%s\"}]}";
            assertThat(event(choice.formatted(reason))).isEqualTo(failed(new Failure.Broken("finish")));
            assertThat(plain(choice.formatted(reason))).isEqualTo(failed(new Failure.Broken("finish")));
        }
        assertThat(event("{\"choices\":[{\"delta\":{\"content\":\"error\"},\"finish_reason\":\"length\"}]}"))
                .isEqualTo(Reading.MORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"code\":502,\"message\":\"m\"}}]}",
                "{\"error\":\"busy\"}",
                "{\"object\":\"error\",\"message\":\"m\",\"code\":500}",
                "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\"}",
                "{\"message\":\"m\",\"code\":\"x\"}",
                "{\"detail\":\"m\"}"
            })
    void errorsOfOtherShapesAreFailures(String error) {
        assertThat(event(error)).isEqualTo(failed(new Failure.Broken("error")));
        assertThat(plain(error)).isEqualTo(failed(new Failure.Broken("error")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"},\"error\":null}]}",
                "{\"error\":\"\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"error\":{},\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"type\":\"ping\"}",
                "{\"object\":\"chat.completion.chunk\",\"choices\":[],\"message\":\"m\"}",
                "   "
            })
    void whatIsNoErrorIsNone(String event) {
        assertThat(event(event)).isEqualTo(Reading.MORE);
    }

    @Test
    void wordsOfAnErrorToldInAStreamAreKnown() {
        assertThat(event(ERROR.formatted("insufficient_quota"))).isEqualTo(failed(new Failure.Rejected(402)));
        assertThat(event(ERROR.formatted("rate_limit_exceeded"))).isEqualTo(failed(new Failure.RateLimited(0)));
        assertThat(event(ERROR.formatted("429"))).isEqualTo(failed(new Failure.RateLimited(0)));
        assertThat(event(ERROR.formatted("context_length_exceeded")))
                .isEqualTo(failed(new Failure.CallersFault("bad x", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_quota", "exceeded_current_quota_error", "billing_hard_limit_reached"})
    void aQuotaThatIsUsedUpIsNoRateLimit(String code) {
        assertThat(failure(429, ERROR.formatted(code))).isEqualTo(new Failure.Rejected(402));
        assertThat(failure(429, "{\"error\":{\"type\":\"" + code + "\",\"code\":null}}"))
                .isEqualTo(new Failure.Rejected(402));
        assertThat(failure(429, ERROR.formatted("rate_limit_exceeded"))).isEqualTo(new Failure.RateLimited(0));
    }

    @Test
    void usageIsTheLastThatWasTold() {
        event(
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}");
        event("{\"choices\":[{\"delta\":{},\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}],\"usage\":null}");
        assertThat(reader.usage()).isEqualTo(Counted.tokens(5, 0, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void aRequestCarriesOurSecretAndTheProvidersNames() {
        UpstreamRequest openAi = request(true, upstream("https://api.openai.com/v1", "s"));
        assertThat(openAi.url()).isEqualTo("https://api.openai.com/v1/chat/completions");
        assertThat(openAi.body().toString()).isEqualTo("up MAX_COMPLETION_TOKENS 9");
        assertThat(openAi.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json",
                        "Accept", "text/event-stream",
                        "Accept-Encoding", "identity",
                        "Authorization", "Bearer s"));
        UpstreamRequest local = request(false, upstream("http://127.0.0.1:1/v1", null));
        assertThat(local.body().toString()).isEqualTo("up MAX_TOKENS 9");
        assertThat(local.headers()).doesNotContainKey("Authorization").containsEntry("Accept", "application/json");
    }

    @Test
    void rule13ABoundGoesByTheNameThatTheModelTakesWhereverItIsServed() {
        for (String model : new String[] {"gpt-5.4-mini", "openai/gpt-5.2", "o3-mini", "o1"}) {
            assertThat(request(false, new Upstream("https://proxy.example/v1", model, null, 9L, 1, Map.of()))
                            .body()
                            .toString())
                    .isEqualTo(model + " MAX_COMPLETION_TOKENS 9");
        }
        for (String model : new String[] {"gpt-4o", "deepseek-reasoner", "kimi-k2.5", "omni"}) {
            assertThat(request(false, new Upstream("https://proxy.example/v1", model, null, 9L, 1, Map.of()))
                            .body()
                            .toString())
                    .isEqualTo(model + " MAX_TOKENS 9");
        }
    }

    private UpstreamRequest request(boolean stream, Upstream upstream) {
        return switch (adapter.translate(new TestChat("public", stream, false), upstream)) {
            case Translation.Translated(UpstreamRequest request) -> request;
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    private static Upstream upstream(String baseUrl, @Nullable String secret) {
        return new Upstream(baseUrl, "up", secret, 9L, 1, Map.of());
    }

    private Failure failure(int status, String body) {
        return adapter.failure(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }

    private Reading plain(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return adapter.reader(ASKED).whole(bytes, 0, bytes.length, new RecordingWriter());
    }

    private static Reading failed(Failure failure) {
        return new Reading.Failed(failure);
    }

    /// In the middle of an array, as a packet has it.
    private Reading event(String data) {
        byte[] bytes = ("\"x}" + data + "]{").getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 3, bytes.length - 2, written);
    }
}
