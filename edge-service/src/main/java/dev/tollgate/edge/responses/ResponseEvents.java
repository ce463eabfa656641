package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The numbered events of one response, on their way to the caller; of a plain answer nobody hears.
final class ResponseEvents {
    private @Nullable AnswerWriter out;
    private long told;

    /// To whom the next ones go.
    void to(@Nullable AnswerWriter writer) {
        out = writer;
    }

    /// How many there were.
    long told() {
        return told;
    }

    /// One about a place in the output.
    ObjectNode at(String itemId, int outputIndex) {
        return object().put("item_id", itemId).put("output_index", outputIndex);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    void tell(String type, ObjectNode event) {
        AnswerWriter writer = out;
        if (writer != null) {
            byte[] json = numbered(type, event);
            writer.begin(type);
            writer.json(json, 0, json.length);
            writer.end();
        }
    }

    /// The last one, which is held back.
    Buffer last(String type, ObjectNode event) {
        return Buffer.buffer("event: " + type + "\ndata: ")
                .appendBytes(numbered(type, event))
                .appendString("\n\n");
    }

    private byte[] numbered(String type, ObjectNode event) {
        ObjectNode numbered = object().put("type", type).put("sequence_number", told++);
        return numbered.setAll(event).toString().getBytes(StandardCharsets.UTF_8);
    }
}
