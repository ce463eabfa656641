package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// How sure the model pretends to be of its words: each as likely as the others.
final class Logprobs {

    private static final double LIKELY = -0.125;

    private Logprobs() {}

    /// @param top how many alternatives are told for each word
    static ObjectNode of(List<String> words, int top) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode content = json.putArray("content");
        for (String word : words) {
            ObjectNode token = token(word, LIKELY);
            ArrayNode alternatives = token.putArray("top_logprobs");
            IntStream.range(0, top).forEach(i -> alternatives.add(token(word, LIKELY * (i + 1))));
            content.add(token);
        }
        json.putNull("refusal");
        return json;
    }

    private static ObjectNode token(String word, double value) {
        ObjectNode token =
                JsonNodeFactory.instance.objectNode().put("token", word).put("logprob", value);
        ArrayNode bytes = token.putArray("bytes");
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return token;
    }
}
