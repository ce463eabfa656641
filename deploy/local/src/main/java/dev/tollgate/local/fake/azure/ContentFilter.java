package dev.tollgate.local.fake.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What Azure's filter adds to an answer: a judgement of the prompt, and of each piece of text. In a stream the
/// prompt's comes first, in a chunk that has no choices.
final class ContentFilter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CATEGORIES = List.of("hate", "self_harm", "sexual", "violence");
    private static final String DATA = "data: {";

    private ContentFilter() {}

    static Rejection stopped() {
        return new Rejection(
                400,
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please"
                        + " modify your prompt and retry.",
                null,
                "prompt",
                "content_filter");
    }

    static Reply judged(Reply reply) {
        return switch (reply) {
            case Reply.Whole(String type, Buffer body, long units, Buffer error) ->
                new Reply.Whole(type, whole(body), units, error);
            case Reply.Parts(String type, Iterator<Buffer> pieces, int beforeFault, Buffer error) ->
                new Reply.Parts(
                        type,
                        Stream.concat(Stream.of(ofPrompt()), stream(pieces).map(ContentFilter::frame))
                                .iterator(),
                        beforeFault,
                        error);
        };
    }

    private static Stream<Buffer> stream(Iterator<Buffer> pieces) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pieces, 0), false);
    }

    private static Buffer whole(Buffer body) {
        ObjectNode answer = tree(body.toString());
        answer.path("choices").forEach(ContentFilter::judge);
        answer.set("prompt_filter_results", prompt());
        return Buffer.buffer(answer.toString());
    }

    private static Buffer ofPrompt() {
        ObjectNode chunk = JsonNodeFactory.instance
                .objectNode()
                .put("id", "")
                .put("object", "")
                .put("created", 0)
                .put("model", "");
        chunk.putArray("choices");
        chunk.set("prompt_filter_results", prompt());
        return Buffer.buffer("data: " + chunk + "\n\n");
    }

    private static Buffer frame(Buffer frame) {
        String text = frame.toString();
        if (!text.startsWith(DATA)) {
            return frame;
        }
        ObjectNode chunk = tree(text.substring(DATA.length() - 1));
        chunk.path("choices").forEach(ContentFilter::judge);
        return Buffer.buffer("data: " + chunk + "\n\n");
    }

    private static void judge(JsonNode choice) {
        ((ObjectNode) choice).set("content_filter_results", safe());
    }

    private static JsonNode prompt() {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("prompt_index", 0);
        result.set("content_filter_results", safe());
        return JsonNodeFactory.instance.arrayNode().add(result);
    }

    private static ObjectNode safe() {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        CATEGORIES.forEach(
                category -> found.putObject(category).put("filtered", false).put("severity", "safe"));
        return found;
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the demo writes JSON", e);
        }
    }
}
