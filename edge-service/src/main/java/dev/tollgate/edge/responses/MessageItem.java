package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the assistant says: text, or that it refuses to.
final class MessageItem implements OutputItem {
    private static final String LOGPROBS = "logprobs";

    /// A part of it.
    private static final class Part {
        private final boolean refusal;
        private final StringBuilder said = new StringBuilder();
        private final ArrayNode logprobs = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode annotations = JsonNodeFactory.instance.arrayNode();

        Part(boolean refusal) {
            this.refusal = refusal;
        }

        ObjectNode json() {
            if (refusal) {
                return ResponseEvents.object().put("type", "refusal").put("refusal", said.toString());
            }
            ObjectNode json = ResponseEvents.object().put("type", "output_text").put("text", said.toString());
            json.set("annotations", annotations.deepCopy());
            json.set(LOGPROBS, logprobs.deepCopy());
            return json;
        }
    }

    private final String id;
    private final int index;
    private final List<Part> parts = new ArrayList<>(1);
    private @Nullable JsonNode extra;

    MessageItem(String id, int index) {
        this.id = id;
        this.index = index;
    }

    /// @param logprobs of the text; missing where none were asked for
    void text(String text, JsonNode logprobs, ResponseEvents events) {
        Part part = part(false, events);
        part.said.append(text);
        ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
        logprobs.forEach(tokens::add);
        part.logprobs.addAll(tokens);
        ObjectNode event = at(events).put("delta", text);
        event.set(LOGPROBS, tokens);
        events.tell("response.output_text.delta", event);
    }

    void refusal(String text, ResponseEvents events) {
        part(true, events).said.append(text);
        events.tell("response.refusal.delta", at(events).put("delta", text));
    }

    /// Sources of the text, as a chat has them: one level deeper.
    void annotate(JsonNode annotation, ResponseEvents events) {
        Part part = part(false, events);
        String type = annotation.path("type").asText();
        ObjectNode flat = ResponseEvents.object().put("type", type);
        annotation.path(type).properties().forEach(member -> flat.set(member.getKey(), member.getValue()));
        ObjectNode event = at(events).put("annotation_index", part.annotations.size());
        event.set("annotation", flat);
        part.annotations.add(flat);
        events.tell("response.output_text.annotation.added", event);
    }

    /// What the dialect wants back with it.
    void carry(JsonNode told) {
        extra = told;
    }

    private Part part(boolean refusal, ResponseEvents events) {
        if (!parts.isEmpty() && parts.getLast().refusal == refusal) {
            return parts.getLast();
        }
        finish(events);
        Part next = new Part(refusal);
        parts.add(next);
        ObjectNode event = at(events);
        event.set("part", next.json());
        events.tell("response.content_part.added", event);
        return next;
    }

    private ObjectNode at(ResponseEvents events) {
        return events.at(id, index).put("content_index", parts.size() - 1);
    }

    @Override
    public void finish(ResponseEvents events) {
        if (parts.isEmpty()) {
            return;
        }
        Part last = parts.getLast();
        ObjectNode whole = at(events);
        if (last.refusal) {
            events.tell("response.refusal.done", whole.put("refusal", last.said.toString()));
        } else {
            whole.put("text", last.said.toString()).set(LOGPROBS, last.logprobs);
            events.tell("response.output_text.done", whole);
        }
        ObjectNode done = at(events);
        done.set("part", last.json());
        events.tell("response.content_part.done", done);
    }

    @Override
    public ObjectNode json(String status) {
        ObjectNode json = ResponseEvents.object()
                .put("type", "message")
                .put("id", id)
                .put("status", status)
                .put("role", "assistant");
        ArrayNode content = json.putArray("content");
        parts.forEach(part -> content.add(part.json()));
        if (extra != null) {
            json.set(Thoughts.EXTRA, extra);
        }
        return json;
    }
}
