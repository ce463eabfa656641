package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A chat that was made of a message.
///
/// @param maxTokens the caller's bound
/// @param chat not to be changed
record SaidChat(String model, boolean stream, long maxTokens, ObjectNode chat) implements ChatBody {
    /// The answer's reader asks the adapter's for usage: no chunk of it is wanted.
    @Override
    public boolean includeUsage() {
        return false;
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public ObjectNode tree() {
        return chat.deepCopy();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer(tree().put("model", upstreamModel).toString());
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        ObjectNode sent = tree().put("model", upstreamModel);
        sent.remove(OutputField.MAX_COMPLETION_TOKENS.wireName());
        sent.put(field.wireName(), outputBound == null ? maxTokens : outputBound);
        if (stream) {
            sent.putObject("stream_options").put("include_usage", true);
        }
        return Buffer.buffer(sent.toString());
    }
}
