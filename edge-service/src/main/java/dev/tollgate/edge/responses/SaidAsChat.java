package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A chat completion that a request for a response was made into.
///
/// @param chat its body; not to be changed
record SaidAsChat(String model, AnswerForm form, ObjectNode chat) implements ChatBody {
    /// Usage is read of the chat's answer, whether or not its chunk is told.
    @Override
    public boolean includeUsage() {
        return false;
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
        ObjectNode tree = tree().put("model", upstreamModel);
        if (form == AnswerForm.EVENTS) {
            tree.putObject("stream_options").put("include_usage", true);
        }
        Long asked =
                chat.hasNonNull("max_tokens") ? (Long) chat.get("max_tokens").longValue() : null;
        Long bound = outputBound == null ? asked : outputBound;
        tree.remove("max_tokens");
        if (bound != null) {
            tree.put(field.wireName(), bound);
        }
        return Buffer.buffer(tree.toString());
    }

    @Override
    public String toString() {
        return "SaidAsChat[" + model + "]";
    }
}
