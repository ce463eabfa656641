package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.chat.Answer;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An answer as a response: one object, or its events.
///
/// @param asked the request
/// @param id without its prefix
/// @param key seals thoughts
record ResponseJson(JsonNode asked, Answer answer, String id, String key, Script script) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String IN_PROGRESS = "in_progress";

    String responseId() {
        return "resp_" + id;
    }

    ObjectNode whole() {
        boolean cut = answer.finishReason().equals("length");
        ObjectNode response = response(cut ? "incomplete" : "completed");
        response.set("output", output());
        if (cut) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        if (script.fault() != Fault.NO_USAGE) {
            response.set("usage", usage());
        }
        return response;
    }

    ObjectNode failed() {
        ObjectNode response = response("failed");
        response.putObject("error")
                .put("code", "server_error")
                .put("message", "The server had an error while processing your request.");
        return response;
    }

    private ObjectNode response(String status) {
        ObjectNode response = JSON.objectNode()
                .put("id", responseId())
                .put("object", "response")
                .put("created_at", System.currentTimeMillis() / 1_000)
                .put("status", status)
                .put("background", false)
                .put("model", asked.path("model").asText())
                .put("store", asked.path("store").asBoolean(true))
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("usage");
        response.putArray("output");
        again(response, "instructions", JSON.nullNode());
        again(response, "max_output_tokens", JSON.nullNode());
        again(response, "metadata", JSON.objectNode());
        again(response, "parallel_tool_calls", JSON.booleanNode(true));
        again(response, "previous_response_id", JSON.nullNode());
        again(response, "temperature", JSON.numberNode(1.0));
        again(response, "tool_choice", JSON.textNode("auto"));
        again(response, "tools", JSON.arrayNode());
        again(response, "top_p", JSON.numberNode(1.0));
        again(response, "truncation", JSON.textNode("disabled"));
        again(response, "service_tier", JSON.textNode("default"));
        ObjectNode text = JSON.objectNode();
        text.putObject("format").put("type", "text");
        again(response, "text", text);
        again(response, "reasoning", JSON.objectNode().putNull("effort").putNull("summary"));
        return response;
    }

    private void again(ObjectNode response, String name, JsonNode otherwise) {
        response.set(name, asked.hasNonNull(name) ? asked.get(name) : otherwise);
    }

    private ObjectNode usage() {
        ObjectNode usage = JSON.objectNode().put("input_tokens", answer.usage().prompt());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", answer.usage().cached())
                .put("cache_write_tokens", 0);
        usage.put("output_tokens", answer.usage().completion());
        usage.putObject("output_tokens_details")
                .put("reasoning_tokens", answer.usage().reasoning());
        return usage.put(
                "total_tokens", answer.usage().prompt() + answer.usage().completion());
    }

    ArrayNode output() {
        ArrayNode output = JSON.arrayNode();
        if (thinks()) {
            output.add(thoughts(summarised() ? answer.thinking() : ""));
        }
        if (answer.toolCalls().isEmpty()) {
            output.add(message(answer.text(), "completed"));
        }
        for (int i = 0; i < answer.toolCalls().size(); i++) {
            output.add(call(i, answer.toolCalls().get(i).input(), "completed"));
        }
        return output;
    }

    private boolean thinks() {
        return answer.usage().reasoning() > 0;
    }

    private boolean summarised() {
        return asked.path("reasoning").hasNonNull("summary");
    }

    private boolean sealed() {
        return Nested.elements(asked.path("include"))
                .anyMatch(name -> name.asText().equals("reasoning.encrypted_content"));
    }

    private ObjectNode thoughts(String summary) {
        ObjectNode item = JSON.objectNode().put("id", "rs_" + id).put("type", "reasoning");
        ArrayNode parts = item.putArray("summary");
        if (!summary.isEmpty()) {
            parts.addObject().put("type", "summary_text").put("text", summary);
        }
        return sealed() ? item.put("encrypted_content", Seal.of(answer.thinking(), key)) : item;
    }

    private ObjectNode message(String text, String status) {
        ObjectNode item = JSON.objectNode()
                .put("id", "msg_" + id)
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (!status.equals(IN_PROGRESS)) {
            content.add(part(text));
        }
        return item;
    }

    private static ObjectNode part(String text) {
        ObjectNode part = JSON.objectNode().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private ObjectNode call(int index, String input, String status) {
        ToolCall call = answer.toolCalls().get(index);
        return JSON.objectNode()
                .put("id", callItem(index))
                .put("type", call.custom() ? "custom_tool_call" : "function_call")
                .put("status", status)
                .put("call_id", call.id())
                .put("name", call.name())
                .put(call.custom() ? "input" : "arguments", input);
    }

    private String callItem(int index) {
        return "fc_" + id + index;
    }

    /// All frames in order; made as they are pulled. The last one is the end mark.
    Stream<String> frames() {
        AtomicInteger sequence = new AtomicInteger();
        Stream<ObjectNode> begin =
                Stream.of("response.created", "response.in_progress").map(type -> about(type, response(IN_PROGRESS)));
        int said = thinks() ? 1 : 0;
        Stream<ObjectNode> items = answer.toolCalls().isEmpty()
                ? textEvents(said)
                : IntStream.range(0, answer.toolCalls().size()).boxed().flatMap(i -> callEvents(i, said + i));
        Stream<ObjectNode> last = Stream.of(whole())
                .map(response -> about("response." + response.path("status").asText(), response));
        Stream<ObjectNode> body = Stream.concat(thinks() ? thoughtEvents() : Stream.empty(), items);
        return Stream.concat(Stream.concat(begin, body), last)
                .map(event -> JsonReply.named(
                        JsonReply.pad(script, event).put("sequence_number", sequence.getAndIncrement())));
    }

    private static ObjectNode about(String type, ObjectNode response) {
        ObjectNode event = event(type);
        event.set("response", response);
        return event;
    }

    private Stream<ObjectNode> textEvents(int index) {
        String item = "msg_" + id;
        Stream<ObjectNode> begin = Stream.of(
                item("response.output_item.added", index, message("", IN_PROGRESS)),
                part("response.content_part.added", item, index, part("")));
        Stream<ObjectNode> words = answer.words().stream().map(word -> {
            ObjectNode delta = at("response.output_text.delta", item, index)
                    .put("content_index", 0)
                    .put("delta", word);
            delta.putArray("logprobs");
            return delta;
        });
        ObjectNode done = at("response.output_text.done", item, index)
                .put("content_index", 0)
                .put("text", answer.text());
        done.putArray("logprobs");
        Stream<ObjectNode> end = Stream.of(
                done,
                part("response.content_part.done", item, index, part(answer.text())),
                item("response.output_item.done", index, message(answer.text(), "completed")));
        return Stream.concat(begin, Stream.concat(words, end));
    }

    /// The arguments in two fragments.
    private Stream<ObjectNode> callEvents(int call, int index) {
        ToolCall called = answer.toolCalls().get(call);
        String type = called.custom() ? "response.custom_tool_call_input." : "response.function_call_arguments.";
        int half = called.input().length() / 2;
        Stream<ObjectNode> halves = Stream.of(
                        called.input().substring(0, half), called.input().substring(half))
                .map(piece -> at(type + "delta", callItem(call), index).put("delta", piece));
        ObjectNode done = at(type + "done", callItem(call), index);
        if (called.custom()) {
            done.put("input", called.input());
        } else {
            done.put("arguments", called.input()).put("name", called.name());
        }
        Stream<ObjectNode> end =
                Stream.of(done, item("response.output_item.done", index, call(call, called.input(), "completed")));
        ObjectNode added = item("response.output_item.added", index, call(call, "", IN_PROGRESS));
        return Stream.concat(Stream.of(added), Stream.concat(halves, end));
    }

    private Stream<ObjectNode> thoughtEvents() {
        Stream<ObjectNode> added = Stream.of(item("response.output_item.added", 0, thoughts("")));
        Stream<ObjectNode> words = summarised() ? summaryEvents() : Stream.empty();
        ObjectNode done = item("response.output_item.done", 0, thoughts(summarised() ? answer.thinking() : ""));
        return Stream.concat(added, Stream.concat(words, Stream.of(done)));
    }

    private Stream<ObjectNode> summaryEvents() {
        Stream<ObjectNode> begin = Stream.of(summaryPart("response.reasoning_summary_part.added", ""));
        Stream<ObjectNode> words = answer.thoughts().stream()
                .map(word -> summary("response.reasoning_summary_text.delta").put("delta", word));
        Stream<ObjectNode> end = Stream.of(
                summary("response.reasoning_summary_text.done").put("text", answer.thinking()),
                summaryPart("response.reasoning_summary_part.done", answer.thinking()));
        return Stream.concat(begin, Stream.concat(words, end));
    }

    private ObjectNode summary(String type) {
        return at(type, "rs_" + id, 0).put("summary_index", 0);
    }

    private ObjectNode summaryPart(String type, String text) {
        ObjectNode event = summary(type);
        event.putObject("part").put("type", "summary_text").put("text", text);
        return event;
    }

    private static ObjectNode item(String type, int index, ObjectNode item) {
        ObjectNode event = event(type).put("output_index", index);
        event.set("item", item);
        return event;
    }

    private static ObjectNode part(String type, String item, int index, ObjectNode part) {
        ObjectNode event = at(type, item, index).put("content_index", 0);
        event.set("part", part);
        return event;
    }

    private static ObjectNode at(String type, String item, int index) {
        return event(type).put("item_id", item).put("output_index", index);
    }

    private static ObjectNode event(String type) {
        return JSON.objectNode().put("type", type);
    }
}
