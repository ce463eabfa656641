package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Writes a chat completion as the body of `generateContent`.
final class ContentBody {
    private ContentBody() {}

    /// @throws Untranslatable for what this API has no form for
    static ObjectNode of(JsonMapper json, JsonNode asked, Upstream upstream) {
        ModelTraits model = ModelTraits.of(upstream.model());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Conversation.write(asked.path("messages"), new Calls(json, model), new Files(upstream.files()), body);
        Tools.write(asked, body);
        ObjectNode config = Settings.of(asked, model, outputBound(asked, upstream));
        if (config.path("responseMimeType").isTextual() && !model.takesJsonWithTools()) {
            // What may not be called need not be told of, and here must not be.
            body.remove(List.of("tools", "toolConfig"));
        }
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        return body;
    }

    private static OptionalLong outputBound(JsonNode asked, Upstream upstream) {
        Long ours = upstream.outputBound();
        if (ours != null) {
            return OptionalLong.of(ours);
        }
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            if (asked.path(name).isIntegralNumber()) {
                return OptionalLong.of(asked.path(name).asLong());
            }
        }
        return OptionalLong.empty();
    }

    /// The addresses of images that have to be fetched, each once.
    static List<String> images(JsonNode messages) {
        List<String> urls = new ArrayList<>();
        for (JsonNode message : messages) {
            for (JsonNode part : message.path("content")) {
                String url = part.path("image_url").path("url").asText();
                if (Files.isWeb(url) && !urls.contains(url)) {
                    urls.add(url);
                }
            }
        }
        return urls;
    }
}
