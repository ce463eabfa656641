package dev.tollgate.edge.provider.jina;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.DetailWords;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What Jina's errors mean: `{"detail": …}`, where the detail is words, or a list of places and what is wrong
/// there.
final class JinaFailures {
    private static final String NO_SUCH_MODEL = "INPUT_MODEL_NOT_FOUND";
    private static final int NOT_FOUND = 404;

    private JinaFailures() {}

    static Failure of(int status, UnaryOperator<@Nullable String> header, byte[] body, JsonMapper json) {
        JsonNode tree = tree(body, json);
        if (tree != null && tree.toString().contains(NO_SUCH_MODEL)) {
            // Told with a 400, but the name is ours.
            return new Failure.Rejected(NOT_FOUND);
        }
        String words = tree == null ? null : DetailWords.of(tree);
        ObjectNode told = words == null ? null : json.createObjectNode().put("message", words);
        return OpenAiFailures.of(status, header, told, Instant.now());
    }

    private static @Nullable JsonNode tree(byte[] body, JsonMapper json) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
