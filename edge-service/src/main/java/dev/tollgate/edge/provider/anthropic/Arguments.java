package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A call's arguments, which OpenAI has as text and Anthropic as an object.
final class Arguments {
    /// Numbers stay as they were written.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Arguments() {}

    /// What a model wrote need not be an object: it is kept as one member then.
    static ObjectNode parsed(String arguments) {
        if (arguments.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode tree = EXACT.readTree(arguments);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            return unread(arguments);
        }
        return unread(arguments);
    }

    private static ObjectNode unread(String arguments) {
        return JsonNodeFactory.instance.objectNode().put("arguments", arguments);
    }
}
