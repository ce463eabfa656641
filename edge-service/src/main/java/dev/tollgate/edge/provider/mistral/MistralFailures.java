package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.DetailWords;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Mistral's errors mean. They stand bare, with a number for a code; a body that does not fit the schema is told
/// place by place, as `detail` or as `message.detail`.
final class MistralFailures {
    private static final String NO_SUCH_MODEL = "invalid_model";
    private static final Pattern TOO_LONG =
            Pattern.compile("too large for model with \\d+ maximum context length", Pattern.CASE_INSENSITIVE);
    private static final int NOT_FOUND = 404;

    private MistralFailures() {}

    static Failure of(int status, UnaryOperator<@Nullable String> header, byte[] body, JsonMapper json) {
        JsonNode tree = tree(body, json);
        if (tree != null && tree.path("type").asText().equals(NO_SUCH_MODEL)) {
            // Told with a 400, but the name is ours.
            return new Failure.Rejected(NOT_FOUND);
        }
        String words = tree == null ? null : words(tree);
        if (words == null) {
            return OpenAiFailures.of(status, header, (JsonNode) null, Instant.now());
        }
        ObjectNode told = json.createObjectNode().put("message", words);
        if (TOO_LONG.matcher(words).find()) {
            told.put("code", "context_length_exceeded");
        }
        return OpenAiFailures.of(status, header, told, Instant.now());
    }

    private static @Nullable String words(JsonNode body) {
        return DetailWords.of(body.path("message").isObject() ? body.path("message") : body);
    }

    private static @Nullable JsonNode tree(byte[] body, JsonMapper json) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
