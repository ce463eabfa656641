package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.nio.charset.StandardCharsets;

/// Says a chat's chunks as the events of a message: its beginning with the first thing that is said, then blocks one
/// after the other, and at the end why it ended and what was used. `message_stop` is not said here: it is the last
/// frame, which waits for the books.
final class MessageEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String model;
    private final long likelyInput;
    private final MessageBlocks blocks = new MessageBlocks();
    private boolean begun;
    private String id = "";
    private String reason = "";

    MessageEvents(String model, long likelyInput) {
        this.model = model;
        this.likelyInput = likelyInput;
    }

    void chunk(JsonNode chunk, AnswerWriter out) {
        id = id.isEmpty() ? chunk.path("id").asText("") : id;
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        if (MessageBlocks.says(delta)) {
            begin(out);
            blocks.delta(delta, out);
        }
        reason = choice.path("finish_reason").asText(reason);
    }

    void end(Counted usage, AnswerWriter out) {
        begin(out);
        blocks.close(out);
        ObjectNode event = JSON.objectNode().put("type", "message_delta");
        event.putObject("delta")
                .put("stop_reason", Endings.reason(reason, blocks.called()))
                .putNull("stop_sequence");
        event.set("usage", usage.json());
        write(event, out);
    }

    private void begin(AnswerWriter out) {
        if (begun) {
            return;
        }
        begun = true;
        ObjectNode event = JSON.objectNode().put("type", "message_start");
        ObjectNode message = event.putObject("message")
                .put("id", Endings.id(id))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        // The provider tells its count at the end; until then ours is the best there is.
        message.set("usage", new Counted(likelyInput, 0, 0, 0, 0).json());
        write(event, out);
    }

    /// By its type's name.
    static void write(ObjectNode event, AnswerWriter out) {
        byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
        out.begin(event.path("type").asText());
        out.json(json, 0, json.length);
        out.end();
    }
}
