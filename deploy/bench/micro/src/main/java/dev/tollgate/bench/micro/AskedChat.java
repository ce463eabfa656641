package dev.tollgate.bench.micro;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A chat completion of which only the model's name matters.
public record AskedChat(String model) implements ChatBody {
    @Override
    public boolean stream() {
        return true;
    }

    @Override
    public AnswerForm form() {
        return AnswerForm.EVENTS;
    }

    @Override
    public boolean includeUsage() {
        return true;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer();
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        return Buffer.buffer();
    }

    @Override
    public ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }
}
