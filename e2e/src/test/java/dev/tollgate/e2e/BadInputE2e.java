package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows of the error table, each sent raw to a running suite.
class BadInputE2e {
    private static final Suite SUITE = Suite.running();
    private static final String SAY = "{\"role\":\"user\",\"content\":\"Hello!\"}";
    private static Suite.Customer customer = new Suite.Customer("", "", "");

    @BeforeAll
    static void createCustomer() {
        customer = SUITE.customer(Suite.CREDIT, "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBadBodyIsNamedAndTheConnectionGoesOn(
            String name, byte[] body, String code, @Nullable String param, String message) {
        try (Wire wire = new Wire(SUITE.edge(1))) {
            Wire.Answer answer = wire.write(post(body.length)).write(body).read();
            new Refusal(400, code, param).isTold(answer);
            assertThat(answer.error().get("message").textValue()).contains(message);
            byte[] good = Suite.hello("demo").getBytes(StandardCharsets.UTF_8);
            assertThat(wire.write(post(good.length)).write(good).read().status())
                    .isEqualTo(200);
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                row("nothing", "", "invalid_json", null, "object"),
                row("a list", "[]", "invalid_json", null, "object"),
                row("a trailing comma", "{\"model\":\"demo\",}", "invalid_json", null, "line 1, column 17"),
                row("a second line", "{\n  \"model\": demo}", "invalid_json", null, "line 2, column "),
                row("cut short", "{\"model\":\"demo\"", "invalid_json", null, "line 1, column"),
                row("something behind it", chat("") + " x", "invalid_json", null, "line 1, column"),
                row("NaN", chat(",\"temperature\":NaN"), "invalid_json", null, "line 1, column"),
                row("a duplicate key", chat(",\"model\":\"demo\""), "invalid_json", null, "Duplicate field 'model'"),
                row("depth 101", chat(",\"x\":" + "[".repeat(100) + "]".repeat(100)), "invalid_json", null, "100"),
                row("1e400", chat(",\"temperature\":1e400"), "invalid_value", "temperature", "range"),
                row("no model", "{\"messages\":[" + SAY + "]}", "missing_required_parameter", "model", "model"),
                row("no messages", "{\"model\":\"demo\"}", "missing_required_parameter", "messages", "messages"),
                row("empty messages", "{\"model\":\"demo\",\"messages\":[]}", "invalid_value", "messages", "empty"),
                row(
                        "an unknown role",
                        chat("", "{\"role\":\"wizard\",\"content\":\"x\"}"),
                        "invalid_value",
                        "messages[0].role",
                        "wizard"),
                row("negative max_tokens", chat(",\"max_tokens\":-1"), "invalid_value", "max_tokens", "at least 1"),
                row("max_tokens 1.5", chat(",\"max_tokens\":1.5"), "invalid_type", "max_tokens", "integer"),
                row("n 0", chat(",\"n\":0"), "invalid_value", "n", "between 1 and 128"),
                row("temperature 3", chat(",\"temperature\":3"), "invalid_value", "temperature", "between 0 and 2"),
                row("a stream that is a text", chat(",\"stream\":\"yes\""), "invalid_type", "stream", "boolean"),
                row(
                        "an orphan tool message",
                        chat("", SAY + ",{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"x\"}"),
                        "invalid_value",
                        "messages[1].tool_call_id",
                        "c1"),
                row(
                        "a part of no kind",
                        chat("", "{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}"),
                        "invalid_value",
                        "messages[0].content[0].type",
                        "smell"),
                Arguments.of("invalid UTF-8", invalidUtf8(), "invalid_json", null, "UTF-8"));
    }

    /// Each in its own envelope.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/messages                | []                                                       | invalid_json               |
            /v1/messages                | {"max_tokens":9,"messages":[]}                           | missing_required_parameter | model
            /v1/messages                | {"model":"demo","messages":[{"role":"user","content":"x"}]} | missing_required_parameter | max_tokens
            /v1/messages                | {"model":"demo","max_tokens":9}                          | missing_required_parameter | messages
            /v1/messages                | {"model":"demo","max_tokens":9,"messages":[{"role":"wizard","content":"x"}]} | invalid_value | messages[0].role
            /v1/messages/count_tokens   | {"model":"demo","messages":7}                            | invalid_type               | messages
            /v1/responses               | []                                                       | invalid_json               |
            /v1/responses               | {"model":"demo"}                                         | missing_required_parameter | input
            /v1/responses               | {"model":"demo","input":7}                               | invalid_type               | input
            /v1/responses               | {"model":"demo","input":[{"role":"user","content":[{"type":"smell"}]}]} | invalid_value | input[0].content[0].type
            /v1/completions             | {"prompt":"a"}                                           | missing_required_parameter | model
            /v1/moderations             | {"model":"demo-moderation"}                              | missing_required_parameter | input
            """)
    void anotherFormatsBadBodyIsNamedAsWell(String path, String body, String code, @Nullable String param) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Wire wire = new Wire(SUITE.edge(1))) {
            Wire.Answer answer =
                    wire.write(post(path, bytes.length)).write(bytes).read();
            Refusal refusal = new Refusal(400, code, param);
            if (path.startsWith("/v1/messages")) {
                refusal.isToldAsAnthropicDoes(answer.status(), answer.headers().get("x-request-id"), answer.body());
            } else {
                refusal.isTold(answer);
            }
        }
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @CsvSource({
        "no-such-model, 404, model_not_found, model",
        "fault-400, 400, context_length_exceeded,",
        "fault-422, 400, upstream_rejected,",
        "fault-401, 503, upstream_error,",
        "fault-402, 503, upstream_error,",
        "fault-403, 503, upstream_error,",
        "fault-404, 503, upstream_error,",
        "fault-429, 503, upstream_error,",
        "fault-500, 503, upstream_error,",
        "fault-503, 503, upstream_error,",
        "fault-reset, 503, upstream_error,",
        "fault-stall, 504, upstream_timeout,",
        "fault-bad-json, 502, upstream_error,",
        "fault-leak, 503, upstream_error,"
    })
    void aProvidersFailureIsToldAloneAndNeverHow(String model, int status, String code, @Nullable String param) {
        for (String body : new String[] {Suite.hello(model), streamed(model)}) {
            HttpResponse<String> answer = SUITE.ask(1, customer.secret(), body);
            told(answer, status, code, param);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        }
    }

    @Test
    void aProvidersRetryAfterIsHandedOn() {
        HttpResponse<String> answer = SUITE.ask(1, customer.secret(), Suite.hello("fault-429"));
        assertThat(answer.headers()
                        .firstValue("retry-after")
                        .map(Integer::parseInt)
                        .orElse(0))
                .isBetween(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"fault-error-frame", "fault-reset-mid", "fault-stall-mid"})
    void afterTheFirstEventAFailureIsAFrameAndNoDone(String model) {
        HttpResponse<String> answer = SUITE.ask(1, customer.secret(), streamed(model));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("127.0.0.1");
        String last =
                answer.body().strip().lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
        var error = Suite.json(last.substring("data: ".length())).get("error");
        assertThat(error.get("type").textValue()).isEqualTo("upstream_error");
        assertThat(error.has("message") && error.has("param") && error.has("code"))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | missing_api_key",
                "Bearer | missing_api_key",
                "Basic c2s6eA== | invalid_api_key",
                "sk-without-a-scheme | invalid_api_key",
                "Bearer sk-0000000000000000000000000000000000000000000000000 | invalid_api_key",
                "Bearer another-form | invalid_api_key",
                "Bearer a b | invalid_api_key"
            })
    void whoShowsNoKeyOfOursIsRefused(String header, String code) {
        byte[] body = Suite.hello("demo").getBytes(StandardCharsets.UTF_8);
        String authorization = header.isEmpty() ? "" : "Authorization: " + header + "\r\n";
        try (Wire wire = new Wire(SUITE.edge(1))) {
            Wire.Answer answer = wire.write("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + authorization
                            + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .write(body)
                    .read();
            new Refusal(401, code, null).isTold(answer);
            assertThat(answer.error().get("message").textValue()).isNotBlank();
        }
    }

    @Test
    void aWrongFormOfTheHeaderIsToldTheRightOne() {
        HttpResponse<String> answer = SUITE.send(SUITE.chat(1, "")
                .setHeader("Authorization", "Basic abc")
                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                .build());
        told(answer, 401, "invalid_api_key", null);
        assertThat(answer.body()).contains("Authorization: Bearer");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"expires_at\":1000} | api_key_expired | 401",
                "{\"status\":\"DISABLED\"} | invalid_api_key | 401",
                "{\"ip_allow\":[\"192.0.2.0/24\"]} | ip_not_allowed | 403",
                "{\"scopes\":[\"models.read\"]} | missing_scope | 403"
            })
    void aKeyThatMayNotIsTold(String change, String code, int status) {
        Suite.Customer limited = SUITE.customer(Suite.CREDIT, "");
        SUITE.manage("PATCH", "/keys/" + limited.keyId(), change);
        told(SUITE.ask(2, limited.secret(), Suite.hello("demo")), status, code, null);
    }

    @Test
    void aRevokedKeyIsTold() {
        Suite.Customer revoked = SUITE.customer(Suite.CREDIT, "");
        SUITE.manage("POST", "/keys/" + revoked.keyId() + "/revoke", "{\"end_streams\":false}");
        told(SUITE.ask(2, revoked.secret(), Suite.hello("demo")), 401, "invalid_api_key", null);
    }

    @Test
    void aFrozenAccountIsTold() {
        Suite.Customer frozen = SUITE.customer(Suite.CREDIT, "");
        SUITE.manage("PATCH", "/accounts/" + frozen.account(), "{\"status\":\"FROZEN\"}");
        told(SUITE.ask(2, frozen.secret(), Suite.hello("demo")), 403, "account_frozen", null);
    }

    @Test
    void modelsOutsideTheKeysListOrGroupAreForbidden() {
        Suite.Customer narrow = SUITE.customer(Suite.CREDIT, "\"models\":[\"demo\"]");
        told(SUITE.ask(1, narrow.secret(), Suite.hello("gpt-4o")), 403, "model_not_allowed", "model");
        Suite.Customer ordinary = SUITE.customer(Suite.CREDIT, "\"group\":\"default\"");
        told(SUITE.ask(1, ordinary.secret(), Suite.hello("fault-500")), 403, "model_not_allowed", "model");
    }

    @Test
    void withoutCreditIsA402ThatIsNotRetried() {
        HttpResponse<String> answer = SUITE.ask(1, SUITE.customer(0, "").secret(), Suite.hello("demo"));
        told(answer, 402, "insufficient_balance", null);
        assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void aSpendLimitThatIsUsedUpIsTold() {
        Suite.Customer limited = SUITE.customer(Suite.CREDIT, "");
        String limit = SUITE.manage(
                        "POST",
                        "/spend-limits",
                        "{\"account_id\":\"" + limited.account() + "\",\"amount\":\"1\",\"period\":\"total\"}")
                .get("id")
                .textValue();
        SUITE.manage("PATCH", "/keys/" + limited.keyId(), "{\"spend_limit_ids\":[\"" + limit + "\"]}");
        told(SUITE.ask(1, limited.secret(), Suite.hello("demo")), 402, "spend_limit_reached", null);
    }

    @Test
    void requestsAboveTheirLimitAreToldWhichAndWhenToComeBack() {
        Suite.Customer slow = SUITE.customer(Suite.CREDIT, "\"limits\":{\"rpm\":1}");
        assertThat(SUITE.ask(1, slow.secret(), Suite.hello("demo")).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = SUITE.ask(2, slow.secret(), Suite.hello("demo"));
        told(refused, 429, "rate_limit_exceeded", null);
        assertThat(refused.body()).contains("Rate limit exceeded: 1 RPM");
        comesBackWithin(refused, 61);
    }

    @Test
    void tokensAboveTheirLimitAreToldWhichAndWhenToComeBack() {
        Suite.Customer few = SUITE.customer(Suite.CREDIT, "\"limits\":{\"tpm\":100}");
        String body = "{\"model\":\"demo\",\"max_tokens\":60,\"messages\":[" + SAY + "]}";
        assertThat(SUITE.ask(1, few.secret(), body).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = SUITE.ask(1, few.secret(), body.replace("Hello!", "word ".repeat(60)));
        told(refused, 429, "rate_limit_exceeded", null);
        assertThat(refused.body()).contains("Rate limit exceeded: 100 TPM");
        comesBackWithin(refused, 61);
    }

    @Test
    void aPromptAboveTheTokenLimitIsNotToBeRetried() {
        Suite.Customer few = SUITE.customer(Suite.CREDIT, "\"limits\":{\"tpm\":100}");
        HttpResponse<String> refused = SUITE.ask(
                1,
                few.secret(),
                "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(500) + "\"}]}");
        told(refused, 429, "rate_limit_exceeded", null);
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        for (String type : new String[] {"text/plain", "application/jsonp", "multipart/form-data; boundary=x"}) {
            HttpResponse<String> answer = SUITE.send(SUITE.chat(1, customer.secret())
                    .setHeader("Content-Type", type)
                    .POST(BodyPublishers.ofString(Suite.hello("demo")))
                    .build());
            told(answer, 415, "unsupported_media_type", null);
        }
    }

    @Test
    void unknownPathsAndMethodsAreTold() {
        told(get("/v1/nothing"), 404, "not_found", null);
        told(get("/v1/v1/models"), 404, "not_found", null);
        HttpResponse<String> wrong = get("/v1/chat/completions");
        told(wrong, 405, "method_not_allowed", null);
        assertThat(wrong.headers().firstValue("allow")).contains("POST");
    }

    private static void comesBackWithin(HttpResponse<String> refused, int seconds) {
        long whole = Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow());
        long millis =
                Long.parseLong(refused.headers().firstValue("retry-after-ms").orElseThrow());
        assertThat(whole).isBetween(1L, (long) seconds);
        assertThat(millis).isBetween((whole - 1) * 1000, whole * 1000);
    }

    private static HttpResponse<String> get(String path) {
        return SUITE.send(HttpRequest.newBuilder(SUITE.edge(1).resolve(path))
                .header("Authorization", "Bearer " + customer.secret())
                .build());
    }

    private static void told(HttpResponse<String> answer, int status, String code, @Nullable String param) {
        new Refusal(status, code, param)
                .isTold(
                        answer.statusCode(),
                        answer.headers().firstValue("x-request-id").orElse(null),
                        answer.body());
    }

    private static Arguments row(String name, String body, String code, @Nullable String param, String message) {
        return Arguments.of(name, body.getBytes(StandardCharsets.UTF_8), code, param, message);
    }

    private static byte[] invalidUtf8() {
        byte[] body = chat("").getBytes(StandardCharsets.UTF_8);
        body[chat("").indexOf("Hello")] = (byte) 0xff;
        return body;
    }

    private static String post(int length) {
        return post("/v1/chat/completions", length);
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: tollgate\r\nAuthorization: Bearer " + customer.secret()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String chat(String more) {
        return chat(more, SAY);
    }

    private static String chat(String more, String messages) {
        return "{\"model\":\"demo\",\"messages\":[" + messages + "]" + more + "}";
    }

    private static String streamed(String model) {
        return Suite.hello(model).replace("{\"model\"", "{\"stream\":true,\"model\"");
    }
}
