package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.realtime.TurnPlan.FunctionCall;
import dev.tollgate.local.fake.openai.speech.Tone;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The events of one response, in the order and shape of the real API.
record TurnEvents(String responseId, String itemId, String conversationId, TurnPlan plan, Outbox outbox) {

    private static final int AUDIO_BYTES_PER_WORD = 9_600;
    private static final int REQUESTS_LIMIT = 10_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    void begin(@Nullable String previousItem) {
        ObjectNode created = outbox.event("response.created");
        created.set("response", response("in_progress", null, null, null));
        outbox.send(created);
        ObjectNode limits = outbox.event("rate_limits.updated");
        limits.putArray("rate_limits")
                .addObject()
                .put("name", "requests")
                .put("limit", REQUESTS_LIMIT)
                .put("remaining", REQUESTS_LIMIT - 1)
                .put("reset_seconds", 0.06);
        outbox.send(limits);
        ObjectNode item = item("", "in_progress");
        ObjectNode added = outbox.event("response.output_item.added")
                .put("response_id", responseId)
                .put("output_index", 0);
        added.set("item", item);
        outbox.send(added);
        ObjectNode known = outbox.event("conversation.item.added").put("previous_item_id", previousItem);
        known.set("item", item);
        outbox.send(known);
        if (plan.call() == null) {
            ObjectNode part = place("response.content_part.added");
            part.set("part", part(""));
            outbox.send(part);
        }
    }

    void word(String word, int number) {
        if (!plan.speaks()) {
            outbox.send(place("response.output_text.delta").put("delta", word));
            return;
        }
        outbox.send(place("response.output_audio_transcript.delta").put("delta", word));
        byte[] sound = Tone.pcm((long) number * AUDIO_BYTES_PER_WORD, AUDIO_BYTES_PER_WORD);
        outbox.send(place("response.output_audio.delta")
                .put("delta", Base64.getEncoder().encodeToString(sound)));
    }

    void call(FunctionCall call) {
        int half = call.arguments().length() / 2;
        outbox.send(callPlace("delta").put("delta", call.arguments().substring(0, half)));
        outbox.send(callPlace("delta").put("delta", call.arguments().substring(half)));
        outbox.send(callPlace("done").put("name", call.name()).put("arguments", call.arguments()));
    }

    /// All that closes what [#begin] opened, but for `response.done`.
    void end(String text, ObjectNode item) {
        if (plan.call() == null) {
            if (plan.speaks()) {
                outbox.send(place("response.output_audio.done"));
                outbox.send(place("response.output_audio_transcript.done").put("transcript", text));
            } else {
                outbox.send(place("response.output_text.done").put("text", text));
            }
            ObjectNode part = place("response.content_part.done");
            part.set("part", part(text));
            outbox.send(part);
        }
        ObjectNode done = outbox.event("response.output_item.done")
                .put("response_id", responseId)
                .put("output_index", 0);
        done.set("item", item);
        outbox.send(done);
    }

    ObjectNode done(String status, @Nullable ObjectNode details, ObjectNode item, @Nullable ObjectNode usage) {
        ObjectNode event = outbox.event("response.done");
        event.set("response", response(status, details, item, usage));
        return event;
    }

    ObjectNode item(String text, String status) {
        ObjectNode item = JSON.objectNode().put("id", itemId).put("object", "realtime.item");
        FunctionCall call = plan.call();
        if (call != null) {
            return item.put("type", "function_call")
                    .put("status", status)
                    .put("name", call.name())
                    .put("call_id", callId())
                    .put("arguments", text);
        }
        item.put("type", "message").put("status", status).put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (!status.equals("in_progress")) {
            ObjectNode part = content.addObject();
            if (plan.speaks()) {
                part.put("type", "output_audio").put("transcript", text);
            } else {
                part.put("type", "output_text").put("text", text);
            }
        }
        return item;
    }

    private ObjectNode part(String text) {
        return plan.speaks()
                ? JSON.objectNode().put("type", "audio").put("transcript", text)
                : JSON.objectNode().put("type", "text").put("text", text);
    }

    private ObjectNode response(
            String status, @Nullable ObjectNode details, @Nullable ObjectNode item, @Nullable ObjectNode usage) {
        ObjectNode response = JSON.objectNode()
                .put("object", "realtime.response")
                .put("id", responseId)
                .put("status", status)
                .put("conversation_id", conversationId)
                .put("max_output_tokens", "inf");
        response.set("status_details", details);
        ArrayNode output = response.putArray("output");
        if (item != null) {
            output.add(item);
        }
        response.putArray("output_modalities").add(plan.speaks() ? "audio" : "text");
        response.set("usage", usage);
        return response;
    }

    private ObjectNode place(String type) {
        return outbox.event(type)
                .put("response_id", responseId)
                .put("item_id", itemId)
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private ObjectNode callPlace(String end) {
        return outbox.event("response.function_call_arguments." + end)
                .put("response_id", responseId)
                .put("item_id", itemId)
                .put("output_index", 0)
                .put("call_id", callId());
    }

    private String callId() {
        return "call_" + itemId;
    }
}
