package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.edge.provider.spi.Upstream;

/// What a chat asks of an answer, for providers that want it as a number and as a list.
public final class AskedOutput {
    private AskedOutput() {}

    /// The bound on the output. Where nobody gave one (a free model has no bound of ours), it is the most that the
    /// model gives: models' own defaults are small, and differ.
    public static long maxTokens(JsonNode chat, Upstream upstream) {
        Long bound = upstream.outputBound();
        return bound != null
                ? bound
                : chat.path("max_completion_tokens")
                        .asLong(chat.path("max_tokens").asLong(upstream.modelBound()));
    }

    /// Stop sequences, without those of white space alone, which are refused.
    public static ArrayNode stops(JsonNode chat) {
        JsonNode stop = chat.path("stop");
        ArrayNode stops = JsonNodeFactory.instance.arrayNode();
        if (stop.isTextual() && !stop.textValue().isBlank()) {
            stops.add(stop);
        }
        for (JsonNode each : stop) {
            if (!each.asText().isBlank()) {
                stops.add(each);
            }
        }
        return stops;
    }
}
