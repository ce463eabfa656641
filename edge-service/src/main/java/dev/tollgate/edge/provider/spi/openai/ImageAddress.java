package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Upstream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the images of a chat body are.
public final class ImageAddress {
    private ImageAddress() {}

    /// All that have to be fetched, in the body's order.
    public static List<String> remote(ObjectNode body) {
        List<String> found = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            for (JsonNode part : message.path("content")) {
                String address = of(part);
                if (part.path("type").asText().equals("image_url") && isRemote(address) && !found.contains(address)) {
                    found.add(address);
                }
            }
        }
        return found;
    }

    /// The address as data, for providers that fetch nothing; null when nothing was fetched from there.
    public static @Nullable String inline(String address, Upstream upstream) {
        if (!isRemote(address)) {
            return address;
        }
        FetchedFile file = upstream.files().get(address);
        return file == null
                ? null
                : "data:" + file.mediaType() + ";base64," + Base64.getEncoder().encodeToString(file.bytes());
    }

    static String of(JsonNode part) {
        JsonNode image = part.path("image_url");
        return image.isTextual() ? image.textValue() : image.path("url").asText("");
    }

    private static boolean isRemote(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }
}
