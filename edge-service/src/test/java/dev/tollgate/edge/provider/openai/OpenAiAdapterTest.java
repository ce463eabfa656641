package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.PlainAnswer;
import dev.tollgate.edge.provider.spi.StreamEvent;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiAdapterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ERROR = "{\"error\":{\"message\":\"bad x\",\"type\":\"t\",\"code\":\"%s\"}}";

    private final OpenAiAdapter adapter = new OpenAiAdapter();

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
        assertThat(plain("{\"error\":null,\"choices\":[{\"message\":{}}]}")).isInstanceOf(PlainAnswer.Understood.class);
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
        assertThat(plain(whole)).isInstanceOf(PlainAnswer.Understood.class);
        for (int end = 0; end < whole.length(); end++) {
            assertThat(plain(whole.substring(0, end))).as("cut at %d", end).isInstanceOf(PlainAnswer.Failed.class);
            assertThat(event(whole.substring(0, end))).as("cut at %d", end).isInstanceOf(StreamEvent.Failed.class);
        }
    }

    @Test
    void blankLinesBeforeAnAnswerAreTolerated() {
        assertThat(plain("\n\n\r\n {\"choices\":[{\"message\":{}}]}\n")).isInstanceOf(PlainAnswer.Understood.class);
    }

    @Test
    void theEndOfAStreamIsKnown() {
        assertThat(event("[DONE]")).isEqualTo(new StreamEvent.Done());
        assertThat(event("[DONE] ")).isEqualTo(new StreamEvent.Done());
        assertThat(event("[DON")).isInstanceOf(StreamEvent.Failed.class);
    }

    @Test
    void anErrorInAStreamIsAFailure() {
        assertThat(event("{\"error\":{\"message\":\"m\",\"code\":\"server_error\"}}"))
                .isEqualTo(new StreamEvent.Failed(new Failure.Broken("error")));
        assertThat(event("{\"error\":{\"code\":429},\"choices\":[{\"delta\":{}}]}"))
                .isEqualTo(new StreamEvent.Failed(new Failure.RateLimited(0)));
    }

    @Test
    void aChunkIsSkimmed() {
        assertThat(event("""
                {"model":"m\\"x","choices":[{"delta":{"content":"abc","reasoning_content":"de",
                "tool_calls":[{"function":{"name":"f","arguments":"{\\"}"}}]},"finish_reason":"stop"}]}""")).asInstanceOf(type(StreamEvent.Chunk.class)).satisfies(chunk -> {
            assertThat(chunk.skim().textBytes()).isEqualTo(3 + 2 + 4);
            assertThat(chunk.skim().isFinished()).isTrue();
            assertThat(chunk.skim().hasFilledChoices()).isTrue();
            assertThat(chunk.skim().modelEnd() - chunk.skim().modelStart()).isEqualTo(6);
        });
    }

    @Test
    void aRequestCarriesOurSecretAndTheProvidersNames() {
        UpstreamRequest openAi = adapter.request(new Body(true), upstream("https://api.openai.com/v1", "s"));
        assertThat(openAi.url()).isEqualTo("https://api.openai.com/v1/chat/completions");
        assertThat(openAi.body().toString()).isEqualTo("up MAX_COMPLETION_TOKENS 9");
        assertThat(openAi.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json",
                        "Accept", "text/event-stream",
                        "Accept-Encoding", "identity",
                        "Authorization", "Bearer s"));
        UpstreamRequest local = adapter.request(new Body(false), upstream("http://127.0.0.1:1/v1", null));
        assertThat(local.body().toString()).isEqualTo("up MAX_TOKENS 9");
        assertThat(local.headers()).doesNotContainKey("Authorization").containsEntry("Accept", "application/json");
    }

    private record Body(boolean stream) implements ChatBody {
        @Override
        public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
            return Buffer.buffer(upstreamModel + " " + field + " " + outputBound);
        }
    }

    private static Upstream upstream(String baseUrl, @Nullable String secret) {
        return new Upstream(baseUrl, "up", secret, 9L);
    }

    private Failure failure(int status, String body) {
        return adapter.failure(status, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }

    private PlainAnswer plain(String body) {
        return adapter.plain(body.getBytes(StandardCharsets.UTF_8));
    }

    private static PlainAnswer failed(Failure failure) {
        return new PlainAnswer.Failed(failure);
    }

    private StreamEvent event(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return adapter.event(bytes, 0, bytes.length);
    }
}
