package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Upstream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Translates bodies written with single quotes, for tests.
final class Asked {
    static final String OLD = "claude-3-5-sonnet-20241022";
    static final String BUDGETED = "claude-sonnet-4-5";
    static final String ADAPTIVE = "claude-opus-4-7";
    static final String LATEST = "claude-opus-5-5";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private Asked() {}

    /// @param fields beside one message of the user's
    static ObjectNode of(String model, String fields) {
        return translated(model, "'messages':[{'role':'user','content':'hi'}]," + fields, null);
    }

    static JsonNode messages(String messages) {
        return translated(BUDGETED, "'messages':[" + messages + "]", null).get("messages");
    }

    static ObjectNode translated(String model, String fields, @Nullable Long bound, String... files) {
        FetchedFile file = new FetchedFile("image/png", new byte[] {1, 2, 3});
        Map<String, FetchedFile> fetched = files.length == 0 ? Map.of() : Map.of(files[0], file);
        ObjectNode chat = (ObjectNode) json("{" + fields + "}");
        ObjectNode body = MessagesBody.of(chat, new Upstream("https://x/v1", model, "k", bound, 4_000, fetched));
        // As the provider reads it: numbers have no types there.
        return (ObjectNode) parsed(body.toString());
    }

    /// @param quoted with single quotes; whatever may have them in its texts is to be [#parsed]
    static JsonNode json(String quoted) {
        return parsed(quoted.replace('\'', '"'));
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
