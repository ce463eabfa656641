package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/// `{"type":"error","error":{"type","message"},"request_id"}`, with our `code` and `param` beside them, and the same
/// in an event called `error`. The types are those that Anthropic's SDKs know.
final class AnthropicErrors implements ErrorFormat {
    /// Agents of Anthropic's SDKs begin a thread; told this, they send the whole conversation with each
    /// turn instead.
    private static final JsonObject NO_THREADS =
            new JsonObject(Map.of("error_code", "thread_unsupported_request", "unsupported", List.of()));

    @Override
    public Buffer answer(ServiceError error, String requestId) {
        JsonObject told = new JsonObject()
                .put("type", type(error.code()))
                .put("message", error.message())
                .put("param", error.param())
                .put("code", error.code().code());
        if (error.code() == ErrorCode.UNSUPPORTED_PARAMETER && "thread".equals(error.param())) {
            told.put("details", NO_THREADS);
        }
        return new JsonObject()
                .put("type", "error")
                .put("error", told)
                .put("request_id", requestId)
                .toBuffer();
    }

    @Override
    public Buffer frame(ServiceError error, String requestId) {
        return Buffer.buffer("event: error\ndata: ")
                .appendBuffer(answer(error, requestId))
                .appendString("\n\n");
    }

    private static String type(ErrorCode code) {
        if (code == ErrorCode.REQUEST_TOO_LARGE) {
            return "request_too_large";
        }
        return switch (code.type()) {
            case INVALID_REQUEST, AUTHENTICATION, BILLING, PERMISSION, NOT_FOUND, RATE_LIMIT ->
                code.type().wireName();
            case UPSTREAM -> code == ErrorCode.UPSTREAM_TIMEOUT ? "timeout_error" : upstream(code);
            case SERVER -> code == ErrorCode.INTERNAL_ERROR ? "api_error" : "overloaded_error";
        };
    }

    /// That all providers of a model failed is, to the caller, a service that has too much to do.
    private static String upstream(ErrorCode code) {
        return code == ErrorCode.UPSTREAM_ERROR ? "overloaded_error" : "api_error";
    }
}
