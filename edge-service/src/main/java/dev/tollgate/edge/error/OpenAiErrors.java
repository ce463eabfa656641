package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// `{"error":{"message","type","param","code"}}`, and the same as an event's data: SDKs raise it.
final class OpenAiErrors implements ErrorFormat {
    @Override
    public Buffer answer(ServiceError error, String requestId) {
        return JsonObject.mapFrom(error.envelope()).toBuffer();
    }

    @Override
    public Buffer frame(ServiceError error, String requestId) {
        return Buffer.buffer("data: ").appendBuffer(answer(error, requestId)).appendString("\n\n");
    }
}
