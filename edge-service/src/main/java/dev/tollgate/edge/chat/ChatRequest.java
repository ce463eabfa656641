package dev.tollgate.edge.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Repeatable;
import dev.tollgate.edge.json.Edits;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.json.Members.Span;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a chat completion, and where it stands in the body, so that it can be changed there and nowhere
/// else.
///
/// @param maxOutput the caller's bound on output tokens per choice, or null
/// @param inputBound no tokenizer counts more input tokens than this, media of known bound included
/// @param inputEstimate the likely count
/// @param hasUnknowableInput files or media whose tokens only the provider knows
/// @param predictionBound tokens of a prediction: rejected ones are billed as output, beside its bound
/// @param thinkingBudget tokens that the caller lets the model think, or null
/// @param affinity hash of the conversation's beginning: its requests stick to one deployment
public record ChatRequest(
        String model,
        boolean stream,
        boolean includeUsage,
        @Nullable Long maxOutput,
        int n,
        long inputBound,
        long inputEstimate,
        boolean hasUnknowableInput,
        long predictionBound,
        @Nullable Long thinkingBudget,
        long affinity,
        Members members)
        implements ChatBody, ModelRequest {
    @Override
    public ChatBody body() {
        return this;
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        Edits edits = new Edits(members);
        edits.put("model", Edits.quoted(upstreamModel));
        if (stream && !includeUsage) {
            // A client that did not ask for usage still gets none: the relay drops that chunk.
            edits.put("stream_options", usageOptions());
        }
        boundOutput(edits, outputBound == null ? maxOutput : outputBound, field);
        return edits.applied();
    }

    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    /// What is stored leaves something behind; what is looked up elsewhere may be another thing by now.
    @Override
    public Repeatable repeatable() {
        JsonNode stored = members.fields().get("store");
        if (stored != null && stored.asBoolean()) {
            return Repeatable.NEVER;
        }
        Repeatable repeatable = Repeatable.byTemperature(members.fields());
        return hasUnknowableInput ? repeatable.atMostOnRequest() : repeatable;
    }

    @Override
    public long opening() {
        JsonNode first =
                Objects.requireNonNull(members.fields().get("messages")).path(0);
        String role = first.path("role").asText();
        JsonNode tools = members.fields().get("tools");
        boolean instructs = role.equals("system") || role.equals("developer");
        return !instructs && tools == null
                ? 0
                : 31L * (instructs ? first.hashCode() : 1) + (tools == null ? 0 : tools.hashCode());
    }

    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        return ChatBounds.of(this, model);
    }

    /// The input's tokens as a tokenizer counts them. Reads the body a second time: for requests whose provider
    /// told no usage.
    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        InputText input = InputText.of(members.body());
        return tokenizer.applyAsLong(input.text()) + input.overhead();
    }

    /// Whatever else the caller asks of a stream is kept.
    private String usageOptions() {
        ObjectNode asked = members.fields().get("stream_options") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        return asked.put("include_usage", true).toString();
    }

    /// Under the one name that the provider takes: a member by the other name is renamed, or removed where both are
    /// given. A null in its place would be refused by strict providers.
    private void boundOutput(Edits edits, @Nullable Long bound, OutputField field) {
        if (bound == null) {
            return;
        }
        OutputField otherField =
                field == OutputField.MAX_TOKENS ? OutputField.MAX_COMPLETION_TOKENS : OutputField.MAX_TOKENS;
        Span wanted = members.spans().get(field.wireName());
        Span other = members.spans().get(otherField.wireName());
        if (wanted == null && other != null) {
            edits.rename(other, field.wireName(), bound.toString());
            return;
        }
        edits.put(field.wireName(), bound.toString());
        if (other != null) {
            edits.remove(other);
        }
    }

    @Override
    public String toString() {
        return "ChatRequest[" + model + (stream ? ", stream]" : "]");
    }
}
