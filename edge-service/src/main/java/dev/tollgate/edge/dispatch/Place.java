package dev.tollgate.edge.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.UploadBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where in a body something was said: `messages[0].content[1].image_url.url`.
final class Place {
    private Place() {}

    /// The first place of this text; empty when it stands nowhere.
    static String of(CallBody body, String text) {
        if (text.isEmpty()) {
            return "";
        }
        return switch (body) {
            case JsonBody json -> {
                String found = find(json.tree(), text);
                yield found == null ? "" : found;
            }
            case UploadBody upload -> "";
        };
    }

    /// No deeper than the body's parser lets it be.
    private static @Nullable String find(JsonNode node, String text) {
        if (node.isTextual()) {
            return node.textValue().equals(text) ? "" : null;
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            String below = find(node.get(i), text);
            if (below != null) {
                return joined("[" + i + "]", below);
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String below = find(member.getValue(), text);
            if (below != null) {
                return joined(member.getKey(), below);
            }
        }
        return null;
    }

    private static String joined(String above, String below) {
        return below.isEmpty() || below.startsWith("[") ? above + below : above + "." + below;
    }
}
