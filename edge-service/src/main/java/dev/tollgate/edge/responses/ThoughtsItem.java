package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the model thinks before it speaks, as far as the dialect tells it. It is told as a summary, which is
/// what clients show, and comes back whole in what is sealed.
final class ThoughtsItem implements OutputItem {
    private final String id;
    private final int index;
    private final Keeper keeper;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode details = JsonNodeFactory.instance.arrayNode();

    ThoughtsItem(String id, int index, Keeper keeper) {
        this.id = id;
        this.index = index;
        this.keeper = keeper;
    }

    void add(String piece, ResponseEvents events) {
        if (text.isEmpty()) {
            ObjectNode event = at(events);
            event.set("part", part());
            events.tell("response.reasoning_summary_part.added", event);
        }
        text.append(piece);
        events.tell("response.reasoning_summary_text.delta", at(events).put("delta", piece));
    }

    /// Blocks that want to come back unchanged.
    void keep(JsonNode blocks) {
        blocks.forEach(details::add);
    }

    private ObjectNode at(ResponseEvents events) {
        return events.at(id, index).put("summary_index", 0);
    }

    private ObjectNode part() {
        return ResponseEvents.object().put("type", "summary_text").put("text", text.toString());
    }

    @Override
    public void finish(ResponseEvents events) {
        if (text.isEmpty()) {
            return;
        }
        events.tell("response.reasoning_summary_text.done", at(events).put("text", text.toString()));
        ObjectNode done = at(events);
        done.set("part", part());
        events.tell("response.reasoning_summary_part.done", done);
    }

    @Override
    public ObjectNode json(String status) {
        ObjectNode json = ResponseEvents.object().put("type", "reasoning").put("id", id);
        ArrayNode summary = json.putArray("summary");
        if (!text.isEmpty()) {
            summary.add(part());
        }
        if (!status.equals(Output.IN_PROGRESS)) {
            json.put("encrypted_content", Thoughts.sealed(text.toString(), details, keeper));
        }
        return json.put("status", status);
    }
}
