package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// OpenAI's envelope; in a stream of responses the event `error`, which has the same at its top, and once
/// more as `error`: that is what makes SDKs raise it.
final class ResponsesErrors implements ErrorFormat {
    @Override
    public Buffer answer(ServiceError error, String requestId) {
        return OPENAI.answer(error, requestId);
    }

    @Override
    public Buffer frame(ServiceError error, String requestId) {
        return frame(error, requestId, 0);
    }

    @Override
    public Buffer frame(ServiceError error, String requestId, long events) {
        JsonObject told = new JsonObject()
                .put("type", "error")
                .put("sequence_number", events)
                .put("code", error.code().code())
                .put("message", error.message())
                .put("param", error.param())
                .put("error", JsonObject.mapFrom(error.envelope()).getValue("error"));
        return Buffer.buffer("event: error\ndata: ")
                .appendBuffer(told.toBuffer())
                .appendString("\n\n");
    }
}
