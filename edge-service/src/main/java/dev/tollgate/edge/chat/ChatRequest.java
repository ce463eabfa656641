package dev.tollgate.edge.chat;

import dev.tollgate.edge.provider.spi.ChatBody;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
        Buffer body,
        Places places)
        implements ChatBody {
    /// Where in the body each value stands that may be rewritten; null when the body has none.
    ///
    /// @param afterBrace right behind the opening brace
    /// @param usageOptions the caller's stream options with usage asked for, as JSON
    record Places(
            int afterBrace,
            Span model,
            @Nullable Span maxTokens,
            @Nullable Span maxCompletionTokens,
            @Nullable Span streamOptions,
            String usageOptions) {}

    /// A member of the body.
    ///
    /// @param nameStart where its name's opening quote is
    /// @param start of its value
    /// @param end of its value, exclusive
    record Span(int nameStart, int start, int end) {}

    private record Edit(int start, int end, Buffer text) {}

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        List<Edit> edits = new ArrayList<>(4);
        edits.add(edit(places.model(), quoted(upstreamModel)));
        if (stream && !includeUsage) {
            askForUsage(edits);
        }
        boundOutput(edits, outputBound, field);
        edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
        return splice(edits);
    }

    /// The input's tokens as a tokenizer counts them. Reads the body a second time: for requests whose provider
    /// told no usage.
    public long inputTokens(ToLongFunction<String> tokenizer) {
        InputText input = InputText.of(body);
        return tokenizer.applyAsLong(input.text()) + input.overhead();
    }

    /// A client that did not ask for usage still gets none: the relay drops that chunk.
    private void askForUsage(List<Edit> edits) {
        Span given = places.streamOptions();
        if (given == null) {
            edits.add(insertion("\"stream_options\":" + places.usageOptions() + ","));
        } else {
            edits.add(edit(given, places.usageOptions()));
        }
    }

    /// Under the one name that the provider takes: a member by the other name is renamed, or removed where both are
    /// given. A null in its place would be refused by strict providers.
    private void boundOutput(List<Edit> edits, @Nullable Long bound, OutputField field) {
        Long value = bound == null ? maxOutput : bound;
        if (value == null) {
            return;
        }
        Span wanted = field == OutputField.MAX_TOKENS ? places.maxTokens() : places.maxCompletionTokens();
        Span other = field == OutputField.MAX_TOKENS ? places.maxCompletionTokens() : places.maxTokens();
        String member = '"' + field.wireName() + "\":" + value;
        if (wanted != null) {
            edits.add(edit(wanted, value.toString()));
            if (other != null) {
                edits.add(removal(other));
            }
        } else if (other != null) {
            edits.add(new Edit(other.nameStart(), other.end(), Buffer.buffer(member)));
        } else {
            edits.add(insertion(member + ","));
        }
    }

    /// With the comma behind it, or before it where it is the last.
    private Edit removal(Span member) {
        int after = member.end();
        while (isSpace(body.getByte(after))) {
            after++;
        }
        if (body.getByte(after) == ',') {
            return new Edit(member.nameStart(), after + 1, Buffer.buffer());
        }
        int before = member.nameStart() - 1;
        while (body.getByte(before) != ',') {
            before--;
        }
        return new Edit(before, member.end(), Buffer.buffer());
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private Edit insertion(String text) {
        return new Edit(places.afterBrace(), places.afterBrace(), Buffer.buffer(text));
    }

    private static Edit edit(Span span, String text) {
        return new Edit(span.start(), span.end(), Buffer.buffer(text));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Buffer splice(List<Edit> edits) {
        Buffer out = Buffer.buffer(body.length() + 96);
        int at = 0;
        for (Edit edit : edits) {
            out.appendBuffer(body, at, edit.start() - at).appendBuffer(edit.text());
            at = edit.end();
        }
        return out.appendBuffer(body, at, body.length() - at);
    }

    @Override
    public String toString() {
        return "ChatRequest[" + model + (stream ? ", stream]" : "]");
    }
}
