package dev.tollgate.edge.completions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Repeatable;
import dev.tollgate.edge.json.Edits;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.prompts.Texts;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.CompletionsBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a request to continue prompts.
///
/// @param prompts one or several, each of which gets answers of its own
/// @param suffix what is to follow; empty for nothing
/// @param candidates answers that are made and paid for, over all prompts
/// @param maxOutput tokens of one answer
/// @param speech how the model that serves it is spoken to
record CompletionsRequest(
        String model,
        Texts prompts,
        String suffix,
        int candidates,
        long maxOutput,
        boolean stream,
        boolean includeUsage,
        Speech speech,
        Members members)
        implements CompletionsBody, ModelRequest {
    private static final String MAX_TOKENS = "max_tokens";
    private static final String REASONING = "reasoning";

    /// In which formats a model can be asked.
    enum Speech {
        /// It is not known yet which model serves it.
        UNKNOWN,
        COMPLETIONS,
        CHAT,
        BOTH;

        static Speech of(Catalogue.Model model) {
            boolean completes = model.capabilities().contains(Operation.COMPLETIONS.capability());
            boolean chats = Operation.CHAT.isServedBy(model.capabilities());
            return completes ? (chats ? BOTH : COMPLETIONS) : CHAT;
        }
    }

    @Override
    public CompletionsBody body() {
        return this;
    }

    @Override
    public CompletionsBody body(Catalogue.Model served, ModelPrice price) {
        return new CompletionsRequest(
                model, prompts, suffix, candidates, maxOutput, stream, includeUsage, Speech.of(served), members);
    }

    /// As it is to a model that completes, wherever the provider offers that; else as a chat.
    @Override
    public Spoken spoken(ProviderAdapter adapter) {
        boolean offered = adapter.operations().contains(operation());
        boolean asItIs =
                switch (speech) {
                    case UNKNOWN, COMPLETIONS -> true;
                    case CHAT -> false;
                    case BOTH -> offered;
                };
        return asItIs ? Spoken.Said.asItIs(this) : PromptAsChat.say(this);
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound) {
        Edits edits = new Edits(members);
        edits.put("model", Edits.quoted(upstreamModel));
        if (stream && !includeUsage) {
            // A client that did not ask for usage still gets none: the relay drops that chunk.
            edits.put("stream_options", usageOptions());
        }
        if (outputBound != null) {
            edits.put(MAX_TOKENS, outputBound.toString());
        }
        return edits.applied();
    }

    /// Whatever else the caller asks of a stream is kept.
    private String usageOptions() {
        ObjectNode asked = members.fields().get("stream_options") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        return asked.put("include_usage", true).toString();
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    /// Every candidate of every prompt is paid for, shown or not.
    @Override
    public Bounds bounds(Catalogue.Model served, ModelPrice price) {
        long window = served.contextWindow();
        long around = suffix.getBytes(StandardCharsets.UTF_8).length;
        long count = prompts.items().size();
        long input = Math.min(prompts.bound(window) + around * count, Math.multiplyExact(window, count));
        long perChoice = Math.min(maxOutput, served.outputBound());
        return new Bounds(
                input,
                Math.min(input, prompts.estimate()),
                maxOutput,
                perChoice,
                candidates,
                0,
                Math.min(served.leastUsefulOutput(), perChoice),
                served.capabilities().contains(REASONING),
                Quantities.NONE,
                Quantities.NONE);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return prompts.tokens(tokenizer) + (suffix.isEmpty() ? 0 : tokenizer.applyAsLong(suffix));
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    @Override
    public Repeatable repeatable() {
        return Repeatable.byTemperature(members.fields());
    }

    /// Prompts that are the same go where they were seen before.
    @Override
    public long affinity() {
        return prompts.items().getFirst().hashCode();
    }

    @Override
    public String toString() {
        return "CompletionsRequest[" + model + (stream ? ", stream]" : "]");
    }
}
