package dev.tollgate.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorFormatTest {
    private static final ServiceError MISSING =
            new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, "Missing \"it\".", "max_tokens");

    @Test
    void openAisEnvelopeHasItsFourKeys() {
        assertThat(ErrorFormat.OPENAI.answer(MISSING, "r"))
                .hasToString("{\"error\":{\"message\":\"Missing \\\"it\\\".\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"max_tokens\",\"code\":\"missing_required_parameter\"}}");
    }

    @Test
    void openAisStreamsEndWithTheEnvelopeAsData() {
        assertThat(ErrorFormat.OPENAI.frame(MISSING, "r").toString())
                .startsWith("data: {\"error\":{")
                .endsWith("}\n\n");
    }

    @Test
    void anthropicsEnvelopeNamesTheRequestAndKeepsOurCode() {
        assertThat(ErrorFormat.ANTHROPIC.answer(MISSING, "r"))
                .hasToString("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"Missing \\\"it\\\".\",\"param\":\"max_tokens\","
                        + "\"code\":\"missing_required_parameter\"},\"request_id\":\"r\"}");
    }

    @Test
    void anthropicsSdksAreToldToGoOnWithoutAThread() {
        ServiceError refused = new ServiceError(ErrorCode.UNSUPPORTED_PARAMETER, "m", "thread");
        assertThat(ErrorFormat.ANTHROPIC
                        .answer(refused, "r")
                        .toJsonObject()
                        .getJsonObject("error")
                        .getJsonObject("details")
                        .getString("error_code"))
                .isEqualTo("thread_unsupported_request");
        ServiceError other = new ServiceError(ErrorCode.UNSUPPORTED_PARAMETER, "m", "container");
        assertThat(ErrorFormat.ANTHROPIC.answer(other, "r").toString()).doesNotContain("details");
    }

    @Test
    void anthropicsStreamsEndWithAnEventCalledError() {
        assertThat(ErrorFormat.ANTHROPIC.frame(MISSING, "r").toString())
                .startsWith("event: error\ndata: {\"type\":\"error\",")
                .endsWith("}\n\n");
    }

    @Test
    void anthropicsTypesAreThoseThatItsSdksKnow() {
        Set<String> told = Arrays.stream(ErrorCode.values())
                .map(code -> code.status() + " " + type(code))
                .collect(Collectors.toSet());
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "400 invalid_request_error",
                        "401 authentication_error",
                        "402 billing_error",
                        "403 permission_error",
                        "404 not_found_error",
                        "405 invalid_request_error",
                        "409 invalid_request_error",
                        "413 request_too_large",
                        "415 invalid_request_error",
                        "429 rate_limit_error",
                        "500 api_error",
                        "502 api_error",
                        "503 overloaded_error",
                        "504 timeout_error");
    }

    private static String type(ErrorCode code) {
        return ErrorFormat.ANTHROPIC
                .answer(new ServiceError(code, "m"), "r")
                .toJsonObject()
                .getJsonObject("error")
                .getString("type");
    }
}
