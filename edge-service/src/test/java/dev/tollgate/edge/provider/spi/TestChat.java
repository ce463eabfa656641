package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A chat completion of which only the frame matters: its body tells how it was to be rewritten.
public record TestChat(String model, boolean stream, boolean includeUsage) implements ChatBody {
    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer(upstreamModel);
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        return Buffer.buffer(upstreamModel + " " + field + " " + outputBound);
    }

    @Override
    public ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }
}
