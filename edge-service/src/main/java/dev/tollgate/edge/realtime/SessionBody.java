package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.buffer.Buffer;

/// What a session's opening asks for: a model, and nothing else.
record SessionBody(String model) implements JsonBody {
    @Override
    public Operation operation() {
        return Operation.REALTIME;
    }

    @Override
    public AnswerForm form() {
        return AnswerForm.EVENTS;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer(new SessionBody(upstreamModel).tree().toString());
    }

    @Override
    public ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode().put("model", model);
    }
}
