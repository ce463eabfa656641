package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one plain answer: `chat.completion`.
public final class CompletionWriter {
    private final String model;

    public CompletionWriter(ChatBody asked) {
        this.model = asked.model();
    }

    /// @param message as OpenAI has it, its role left out
    /// @param finishReason in OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`
    public record Choice(
            int index,
            ObjectNode message,
            String finishReason,
            @Nullable JsonNode logprobs) {}

    /// @param created Unix seconds
    /// @param usage null when the provider told none
    public void write(String id, long created, List<Choice> choices, @Nullable Quantities usage, AnswerWriter out) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", id)
                .put("object", "chat.completion")
                .put("created", created)
                .put("model", model);
        ArrayNode all = answer.putArray("choices");
        for (Choice choice : choices) {
            ToldText.tellAll(choice.message(), out);
            all.add(json(choice));
        }
        if (usage != null) {
            answer.set("usage", ChatUsage.of(usage));
        }
        byte[] json = answer.toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(json, 0, json.length);
        out.end();
    }

    /// SDKs want the keys `content` and `refusal`, null where there is none.
    private static ObjectNode json(Choice choice) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        message.putNull("content").putNull("refusal").setAll(choice.message());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", choice.index());
        json.set("message", message);
        json.set("logprobs", choice.logprobs());
        return json.put("finish_reason", choice.finishReason());
    }
}
