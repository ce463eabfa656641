package dev.tollgate.e2e.kubernetes;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Bodies of chat requests. The demo provider echoes the text, word by word, at the pace of the model's name.
final class Ask {
    private Ask() {}

    /// The marker and so many words more.
    static String words(String marker, int count) {
        return marker
                + IntStream.range(0, count).mapToObj(i -> " word" + i % 10).collect(Collectors.joining());
    }

    static String plain(String model, String text, int maxTokens) {
        return body(model, text, maxTokens, false);
    }

    static String stream(String model, String text, int maxTokens) {
        return body(model, text, maxTokens, true);
    }

    private static String body(String model, String text, int maxTokens, boolean stream) {
        return Kubectl.JSON
                .createObjectNode()
                .put("model", model)
                .put("max_tokens", maxTokens)
                .put("stream", stream)
                .set(
                        "messages",
                        Kubectl.JSON
                                .createArrayNode()
                                .add(Kubectl.JSON
                                        .createObjectNode()
                                        .put("role", "user")
                                        .put("content", text)))
                .toString();
    }
}
