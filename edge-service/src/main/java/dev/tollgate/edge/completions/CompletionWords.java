package dev.tollgate.edge.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Takes what a chat's reader writes, and writes it as a completion. A chunk that says nothing to who asked for a
/// completion (whose turn it is, what the model thinks) is left out.
final class CompletionWords implements AnswerWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHAT_ID = "chatcmpl-";

    private final AnswerWriter out;
    private final ByteArrayOutputStream chat = new ByteArrayOutputStream();

    CompletionWords(AnswerWriter out) {
        this.out = out;
    }

    @Override
    public void begin() {
        chat.reset();
    }

    @Override
    public void json(byte[] bytes, int from, int to) {
        chat.write(bytes, from, to - from);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        out.text(bytes, from, to);
    }

    @Override
    public void tokens(long tokens) {
        out.tokens(tokens);
    }

    @Override
    public void end() {
        ObjectNode completion = completion(chat());
        if (completion.get("choices").isEmpty() && !completion.path("usage").isObject()) {
            return;
        }
        byte[] said = completion.toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(said, 0, said.length);
        out.end();
    }

    private JsonNode chat() {
        try {
            return JSON.readTree(chat.toByteArray());
        } catch (IOException e) {
            // A chat's reader writes nothing but JSON.
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode completion(JsonNode chat) {
        String id = chat.path("id").asText();
        ObjectNode completion = JSON.createObjectNode()
                .put("id", id.startsWith(CHAT_ID) ? "cmpl-" + id.substring(CHAT_ID.length()) : id)
                .put("object", "text_completion")
                .put("created", chat.path("created").asLong())
                .put("model", chat.path("model").asText());
        if (chat.hasNonNull("system_fingerprint")) {
            completion.set("system_fingerprint", chat.get("system_fingerprint"));
        }
        ArrayNode choices = completion.putArray("choices");
        for (JsonNode choice : chat.path("choices")) {
            // A whole answer has a message, a chunk has what is new of it.
            JsonNode turn = choice.has("message") ? choice.get("message") : choice.path("delta");
            String text = turn.path("content").isTextual()
                    ? turn.get("content").textValue()
                    : turn.path("refusal").isTextual() ? turn.get("refusal").textValue() : "";
            if (choice.has("message") || !text.isEmpty() || choice.hasNonNull("finish_reason")) {
                ObjectNode said = choices.addObject().put("text", text);
                said.put("index", choice.path("index").asInt()).putNull("logprobs");
                said.put("finish_reason", choice.path("finish_reason").textValue());
            }
        }
        // A chat's chunks tell `null` until the last; completions have no word for that.
        if (chat.path("usage").isObject()) {
            completion.set("usage", chat.get("usage"));
        }
        return completion;
    }
}
