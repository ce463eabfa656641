package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Makes items of what a chat's answer says, piece by piece or at once. Calls stay open to the end, as some
/// dialects tell several side by side; whatever else is open ends where another kind begins.
final class Output {
    static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";
    private static final String INCOMPLETE = "incomplete";

    private final String name;
    private final Keeper keeper;
    private final ResponseEvents events;
    private final List<OutputItem> items = new ArrayList<>();
    /// How each ended; null while it is open.
    private final List<@Nullable ObjectNode> ended = new ArrayList<>();
    private final Map<Integer, CallItem> calls = new HashMap<>();
    /// The item that goes on, unless it is a call.
    private @Nullable OutputItem open;

    /// @param name of the response, without its prefix
    Output(String name, Keeper keeper, ResponseEvents events) {
        this.name = name;
        this.keeper = keeper;
        this.events = events;
    }

    /// @param said a chunk's delta, or a whole message
    /// @param logprobs of its content
    void add(JsonNode said, JsonNode logprobs) {
        String thought = said.path(Thoughts.TEXT).asText(said.path("reasoning").asText(""));
        if (!thought.isEmpty()) {
            thoughts().add(thought, events);
        }
        if (!said.path(Thoughts.DETAILS).isEmpty()) {
            thoughts().keep(said.path(Thoughts.DETAILS));
        }
        String text = said.path("content").asText("");
        if (!text.isEmpty()) {
            message().text(text, logprobs, events);
        }
        String refusal = said.path("refusal").asText("");
        if (!refusal.isEmpty()) {
            message().refusal(refusal, events);
        }
        said.path("annotations").forEach(annotation -> message().annotate(annotation, events));
        said.path("images").forEach(this::picture);
        int position = 0;
        for (JsonNode call : said.path("tool_calls")) {
            call(call.path("index").asInt(position++), call);
        }
        if (said.path(Thoughts.EXTRA).isObject() && open instanceof MessageItem message) {
            message.carry(said.get(Thoughts.EXTRA));
        }
    }

    /// Ends what is open.
    ///
    /// @return all items
    ArrayNode end(boolean complete) {
        String status = complete ? COMPLETED : INCOMPLETE;
        for (int i = 0; i < items.size(); i++) {
            if (ended.get(i) == null) {
                end(i, status);
            }
        }
        ArrayNode all = ResponseEvents.object().arrayNode();
        ended.forEach(all::add);
        return all;
    }

    private MessageItem message() {
        return open instanceof MessageItem message
                ? message
                : begin(index -> new MessageItem(id("msg_", index), index));
    }

    private ThoughtsItem thoughts() {
        return open instanceof ThoughtsItem thoughts
                ? thoughts
                : begin(index -> new ThoughtsItem(id("rs_", index), index, keeper));
    }

    private void picture(JsonNode image) {
        String address = image.path("image_url").path("url").asText();
        begin(index -> new PictureItem(id("ig_", index), address));
    }

    private void call(int chatIndex, JsonNode call) {
        CallItem known = calls.get(chatIndex);
        if (known == null) {
            String prefix = CallItem.isCustom(call) ? "ctc_" : "fc_";
            known = begin(index -> new CallItem(id(prefix, index), index, call));
            calls.put(chatIndex, known);
        }
        known.add(call, events);
    }

    private String id(String prefix, int index) {
        return prefix + name + "_" + index;
    }

    private <T extends OutputItem> T begin(IntFunction<T> made) {
        endOpen();
        int index = items.size();
        T item = made.apply(index);
        items.add(item);
        ended.add(null);
        open = item;
        tell("response.output_item.added", index, item.json(IN_PROGRESS));
        return item;
    }

    private void endOpen() {
        if (open != null && !(open instanceof CallItem)) {
            end(items.size() - 1, COMPLETED);
        }
    }

    private void end(int index, String status) {
        OutputItem item = items.get(index);
        item.finish(events);
        ObjectNode whole = item.json(status);
        ended.set(index, whole);
        tell("response.output_item.done", index, whole);
    }

    private void tell(String type, int index, ObjectNode item) {
        ObjectNode event = ResponseEvents.object().put("output_index", index);
        event.set("item", item);
        events.tell(type, event);
    }
}
