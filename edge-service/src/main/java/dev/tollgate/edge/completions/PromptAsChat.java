package dev.tollgate.edge.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prompt as a chat of one turn. What a chat has no words for is refused by its name; what is unknown to us passes.
///
/// @param maxOutput the caller's bound on the answer
/// @param said the chat, which nobody changes
record PromptAsChat(String model, boolean stream, boolean includeUsage, long maxOutput, ObjectNode said)
        implements ChatBody {
    private static final String PROMPT = "prompt";

    /// The first thing that cannot be said decides.
    static Spoken say(CompletionsRequest asked) {
        Map<String, JsonNode> fields = asked.members().fields();
        if (asked.prompts().tokenized()) {
            return unsaid(PROMPT, "This model takes texts, not a tokenizer's numbers.");
        }
        if (asked.prompts().items().size() > 1) {
            return unsaid(PROMPT, "This model takes one prompt at a time.");
        }
        if (!asked.suffix().isEmpty()) {
            return unsaid("suffix", "This model cannot be told what is to follow.");
        }
        if (fields.containsKey("echo") && fields.get("echo").booleanValue()) {
            return unsaid("echo", "This model does not repeat its prompt.");
        }
        if (fields.containsKey("logprobs")) {
            return unsaid("logprobs", "This model does not tell probabilities in this format.");
        }
        if (fields.containsKey("best_of") && fields.get("best_of").longValue() > 1) {
            return unsaid("best_of", "This model does not choose among its answers.");
        }
        return new Spoken.Said(
                new PromptAsChat(asked.model(), asked.stream(), asked.includeUsage(), asked.maxOutput(), chat(asked)),
                ChatAsCompletion::new,
                param -> param.startsWith("messages") ? PROMPT : param);
    }

    private static Spoken unsaid(String param, String message) {
        return new Spoken.Unsaid(param, message);
    }

    private static ObjectNode chat(CompletionsRequest asked) {
        ObjectNode chat = asked.tree();
        JsonNode prompt = asked.prompts().items().getFirst();
        chat.remove(PROMPT);
        chat.remove("suffix");
        chat.remove("echo");
        chat.remove("best_of");
        chat.remove("logprobs");
        chat.putArray("messages").addObject().put("role", "user").put("content", prompt.textValue());
        return chat.put(OutputField.MAX_TOKENS.wireName(), asked.maxOutput());
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public ObjectNode tree() {
        return said.deepCopy();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer(tree().put("model", upstreamModel).toString());
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        ObjectNode chat = tree().put("model", upstreamModel);
        chat.remove(OutputField.MAX_TOKENS.wireName());
        chat.put(field.wireName(), outputBound == null ? maxOutput : outputBound);
        if (stream && !includeUsage) {
            // A client that did not ask for usage still gets none: the relay drops that chunk.
            ObjectNode options =
                    chat.get("stream_options") instanceof ObjectNode given ? given : chat.putObject("stream_options");
            options.put("include_usage", true);
        }
        return Buffer.buffer(chat.toString());
    }

    /// Without what the caller has sent.
    @Override
    public String toString() {
        return "PromptAsChat[" + model + (stream ? ", stream]" : "]");
    }
}
