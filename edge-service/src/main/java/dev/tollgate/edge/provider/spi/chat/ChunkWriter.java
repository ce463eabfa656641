package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Writes the chunks of one stream: `chat.completion.chunk`. Every choice begins with its role, and tool calls are
/// told apart by their index alone; SDKs want one call's fragments behind each other, never interleaved.
public final class ChunkWriter {
    private final String model;
    private final boolean includeUsage;
    private final BitSet begun = new BitSet();
    private String id = "";
    private long created;

    public ChunkWriter(ChatBody asked) {
        this.model = asked.model();
        this.includeUsage = asked.includeUsage();
    }

    /// What all chunks have in common; to be told before the first.
    ///
    /// @param created Unix seconds
    public void begin(String id, long created) {
        this.id = id;
        this.created = created;
    }

    public void content(int choice, String text, AnswerWriter out) {
        delta(choice, object().put("content", text), out);
    }

    public void reasoning(int choice, String text, AnswerWriter out) {
        delta(choice, object().put("reasoning_content", text), out);
    }

    /// A call's first fragment, without arguments.
    public void toolCall(int choice, int index, String callId, String name, AnswerWriter out) {
        ObjectNode delta = object();
        ObjectNode call = delta.putArray("tool_calls").addObject();
        call.put("index", index).put("id", callId).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", "");
        delta(choice, delta, out);
    }

    /// A piece of a call's arguments.
    public void arguments(int choice, int index, String fragment, AnswerWriter out) {
        ObjectNode delta = object();
        ObjectNode call = delta.putArray("tool_calls").addObject();
        call.put("index", index).putObject("function").put("arguments", fragment);
        delta(choice, delta, out);
    }

    /// Any delta; its text (content, reasoning, refusal, arguments) is told.
    public void delta(int choice, ObjectNode delta, AnswerWriter out) {
        delta(choice, delta, null, out);
    }

    /// @param logprobs of the delta's content, or null
    public void delta(int choice, ObjectNode delta, @Nullable JsonNode logprobs, AnswerWriter out) {
        if (!begun.get(choice)) {
            begun.set(choice);
            write(one(choice, object().put("role", "assistant").put("content", ""), null), out);
        }
        ObjectNode said = one(choice, delta, null);
        if (logprobs != null) {
            said.set("logprobs", logprobs);
        }
        ToldText.tellAll(delta, out);
        write(said, out);
    }

    /// @param reason in OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`
    public void finish(int choice, String reason, AnswerWriter out) {
        if (!begun.get(choice)) {
            delta(choice, object().put("content", ""), out);
        }
        write(one(choice, object(), reason), out);
    }

    /// The last chunk, for those who asked for it; without choices.
    public void usage(Quantities usage, AnswerWriter out) {
        if (includeUsage) {
            ObjectNode chunk = frame();
            chunk.putArray("choices");
            chunk.set("usage", ChatUsage.of(usage));
            print(chunk, out);
        }
    }

    private static ObjectNode one(int choice, ObjectNode delta, @Nullable String reason) {
        ObjectNode one = object().put("index", choice);
        one.set("delta", delta);
        return one.putNull("logprobs").put("finish_reason", reason);
    }

    private void write(ObjectNode choice, AnswerWriter out) {
        ObjectNode chunk = frame();
        chunk.putArray("choices").add(choice);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        print(chunk, out);
    }

    private ObjectNode frame() {
        return object().put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private static void print(ObjectNode chunk, AnswerWriter out) {
        byte[] json = chunk.toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(json, 0, json.length);
        out.end();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
