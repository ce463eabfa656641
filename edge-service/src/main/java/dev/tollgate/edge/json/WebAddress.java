package dev.tollgate.edge.json;

import com.fasterxml.jackson.databind.JsonNode;

/// Addresses of files, as callers give them: of the web, and no other. Whoever fetches it, the edge or a provider, is
/// never asked to read a disk or to speak another protocol.
public final class WebAddress {
    private static final String PICTURE = "data:image/";

    private WebAddress() {}

    /// The text at `name`, which must be an address.
    public static void require(JsonNode parent, String name, String path) {
        if (!is(Field.requireText(parent, name, path))) {
            throw refused(path + "." + name, "");
        }
    }

    /// The text at `name`, which must be an address, or the data of a picture itself.
    public static void requirePicture(JsonNode parent, String name, String path) {
        JsonNode address = Field.requireText(parent, name, path);
        if (!is(address) && !Field.startsWith(address, PICTURE)) {
            throw refused(path + "." + name, " or data of an image");
        }
    }

    private static boolean is(JsonNode address) {
        return Field.startsWith(address, "https://") || Field.startsWith(address, "http://");
    }

    private static Invalid refused(String path, String orElse) {
        return Invalid.value(path, "Invalid value for '" + path + "': must be an address (https)" + orElse + ".");
    }
}
