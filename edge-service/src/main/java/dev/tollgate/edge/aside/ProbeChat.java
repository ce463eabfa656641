package dev.tollgate.edge.aside;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// The least that a chat model can be asked.
record ProbeChat(String model) implements ChatBody {
    private static final OutputField PRESET = OutputField.MAX_TOKENS;
    private static final long TOKENS = 1;

    @Override
    public AnswerForm form() {
        return AnswerForm.OBJECT;
    }

    @Override
    public boolean includeUsage() {
        return false;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return rewritten(upstreamModel, TOKENS, PRESET);
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        return Buffer.buffer(asked(upstreamModel, outputBound == null ? TOKENS : outputBound, field)
                .toString());
    }

    @Override
    public ObjectNode tree() {
        return asked(model, TOKENS, PRESET);
    }

    private static ObjectNode asked(String model, long bound, OutputField field) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "ping");
        return body.put(field.wireName(), bound);
    }
}
