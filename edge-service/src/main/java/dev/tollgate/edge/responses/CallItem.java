package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A call of one of the caller's tools: of a function by arguments, of a custom one by text.
final class CallItem implements OutputItem {
    private final String id;
    private final int index;
    private final String callId;
    private final String name;
    private final boolean custom;
    private final StringBuilder argument = new StringBuilder();
    private @Nullable JsonNode extra;

    /// @param call as a chat tells it first
    CallItem(String id, int index, JsonNode call) {
        this.id = id;
        this.index = index;
        this.custom = isCustom(call);
        this.callId = call.path("id").asText(id);
        this.name = call.path(custom ? "custom" : "function").path("name").asText();
    }

    static boolean isCustom(JsonNode call) {
        return call.path("type").asText().equals("custom")
                || call.path("custom").isObject();
    }

    void add(JsonNode call, ResponseEvents events) {
        String piece = custom
                ? call.path("custom").path("input").asText("")
                : call.path("function").path("arguments").asText("");
        if (call.path(Thoughts.EXTRA).isObject()) {
            extra = call.get(Thoughts.EXTRA);
        }
        if (!piece.isEmpty()) {
            argument.append(piece);
            events.tell(event("delta"), events.at(id, index).put("delta", piece));
        }
    }

    private String event(String step) {
        return (custom ? "response.custom_tool_call_input." : "response.function_call_arguments.") + step;
    }

    @Override
    public void finish(ResponseEvents events) {
        ObjectNode whole = events.at(id, index).put(custom ? "input" : "arguments", argument.toString());
        events.tell(event("done"), custom ? whole : whole.put("name", name));
    }

    @Override
    public ObjectNode json(String status) {
        ObjectNode json = ResponseEvents.object()
                .put("type", custom ? "custom_tool_call" : "function_call")
                .put("id", id)
                .put("call_id", callId)
                .put("name", name)
                .put(custom ? "input" : "arguments", argument.toString())
                .put("status", status);
        if (extra != null) {
            json.set(Thoughts.EXTRA, extra);
        }
        return json;
    }
}
