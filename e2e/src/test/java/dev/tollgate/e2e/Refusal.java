package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What every refusal has: the whole envelope, with the type that goes with its status, a request id, and nothing of
/// what is inside.
record Refusal(int status, String code, @Nullable String param) {
    private static final Map<Integer, List<String>> TYPES = Map.ofEntries(
            Map.entry(400, List.of("invalid_request_error")),
            Map.entry(401, List.of("authentication_error")),
            Map.entry(402, List.of("billing_error")),
            Map.entry(403, List.of("permission_error")),
            Map.entry(404, List.of("not_found_error")),
            Map.entry(405, List.of("invalid_request_error")),
            Map.entry(413, List.of("invalid_request_error")),
            Map.entry(415, List.of("invalid_request_error")),
            Map.entry(429, List.of("rate_limit_error")),
            Map.entry(502, List.of("upstream_error")),
            Map.entry(503, List.of("upstream_error", "server_error")),
            Map.entry(504, List.of("upstream_error")));
    private static final Map<Integer, List<String>> ANTHROPICS = Map.of(
            400, List.of("invalid_request_error"),
            401, List.of("authentication_error"),
            402, List.of("billing_error"),
            403, List.of("permission_error"),
            404, List.of("not_found_error"),
            429, List.of("rate_limit_error"),
            502, List.of("api_error"),
            503, List.of("overloaded_error"),
            504, List.of("timeout_error"));
    private static final List<String> CANARIES = List.of(
            "127.0.0.1",
            "localhost",
            "Exception",
            "\\tat ",
            "dev.tollgate",
            "sk-",
            "Incorrect API key",
            "leaked-secret");

    void isTold(int toldStatus, @Nullable String requestId, String body) {
        assertThat(toldStatus).as(body).isEqualTo(status);
        assertThat(requestId).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}");
        JsonNode envelope = Suite.json(body);
        assertThat(envelope.propertyStream().map(Map.Entry::getKey)).as(body).containsExactly("error");
        isTold(envelope.get("error"), body, TYPES);
    }

    /// The same in Anthropic's envelope, with the types that its SDKs know.
    void isToldAsAnthropicDoes(int toldStatus, @Nullable String requestId, String body) {
        assertThat(toldStatus).as(body).isEqualTo(status);
        JsonNode envelope = Suite.json(body);
        assertThat(envelope.propertyStream().map(Map.Entry::getKey))
                .as(body)
                .containsExactlyInAnyOrder("type", "error", "request_id");
        assertThat(envelope.get("type").textValue()).isEqualTo("error");
        assertThat(envelope.get("request_id").textValue()).isEqualTo(requestId);
        isTold(envelope.get("error"), body, ANTHROPICS);
    }

    private void isTold(JsonNode error, String body, Map<Integer, List<String>> types) {
        assertThat(error.propertyStream().map(Map.Entry::getKey))
                .as(body)
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.get("code").textValue()).as(body).isEqualTo(code);
        assertThat(error.get("type").textValue()).as(body).isIn(types.get(status));
        assertThat(error.get("param").isNull() ? null : error.get("param").textValue())
                .as(body)
                .isEqualTo(param);
        assertThat(error.get("message").textValue()).isNotBlank();
        String shown = body.replace("sk-...", "");
        assertThat(CANARIES).as(body).noneMatch(shown::contains);
    }

    void isTold(Wire.Answer answer) {
        isTold(answer.status(), answer.headers().get("x-request-id"), answer.body());
    }
}
