package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that the fake remembers: objects by id, in the order in which they came, events among them. Kept in a
/// file when there is one. Its users hold its lock.
final class Shelf {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int EVENTS_MAX = 10_000;

    private final @Nullable Path file;
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();

    Shelf(@Nullable Path file) {
        this.file = file;
        if (file != null && Files.exists(file)) {
            try {
                JSON.readTree(file.toFile())
                        .forEach(object -> objects.put(object.path("id").asText(), (ObjectNode) object));
            } catch (IOException e) {
                throw new UncheckedIOException("the fake Stripe's state cannot be read: " + file, e);
            }
        }
    }

    static String id(String prefix) {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return prefix + "_" + HexFormat.of().formatHex(bytes);
    }

    /// An object with what all of Stripe's have.
    static ObjectNode object(String prefix, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id(prefix))
                .put("object", type)
                .put("created", System.currentTimeMillis() / 1000)
                .put("livemode", false);
    }

    ObjectNode put(ObjectNode object) {
        objects.put(object.path("id").asText(), object);
        return object;
    }

    /// @throws Complaint when there is none
    ObjectNode get(String type, String id) {
        ObjectNode found = objects.get(id);
        if (found == null || !found.path("object").asText().equals(type)) {
            throw Complaint.missing(type.replace("checkout.", ""), id);
        }
        return found;
    }

    List<ObjectNode> all(String type) {
        return objects.values().stream()
                .filter(object -> object.path("object").asText().equals(type))
                .toList();
    }

    /// After a change.
    void save() {
        List<ObjectNode> events = all("event");
        new ArrayList<>(events)
                .subList(0, Math.max(0, events.size() - EVENTS_MAX))
                .forEach(event -> objects.remove(event.path("id").asText()));
        if (file == null) {
            return;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        objects.values().stream().map(JsonNode.class::cast).forEach(kept::add);
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(written, kept.toString());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the fake Stripe's state cannot be written: " + file, e);
        }
    }
}
