package dev.tollgate.e2e.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Objects of a manifest in YAML, read by kubectl itself.
final class Manifests {
    private Manifests() {}

    static List<JsonNode> of(String yaml) {
        String json = Kubectl.run(
                Duration.ofMinutes(1),
                yaml,
                List.of("create", "--dry-run=client", "--validate=false", "-o", "json", "-f", "-"));
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> texts =
                Kubectl.JSON.readerFor(JsonNode.class).readValues(json)) {
            while (texts.hasNext()) {
                JsonNode next = texts.next();
                if (next.path("kind").asText().equals("List")) {
                    next.get("items").forEach(objects::add);
                } else {
                    objects.add(next);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    static JsonNode withoutNamespace(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.get("metadata")).remove("namespace");
        return copy;
    }
}
