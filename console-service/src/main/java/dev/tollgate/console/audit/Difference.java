package dev.tollgate.console.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One field that a change made another of.
///
/// @param field by its path: `limits.rpm`
/// @param before null where there was none
/// @param after null where there is none any more
public record Difference(
        String field, @Nullable String before, @Nullable String after) {
    /// What differs between two texts of JSON; what cannot be read is told as it is.
    static List<Difference> between(ObjectReader json, @Nullable String before, @Nullable String after) {
        Map<String, String> old = fields(json, before);
        Map<String, String> now = fields(json, after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<Difference> all = new ArrayList<>();
        for (String name : names) {
            if (!name.equals("object") && !Objects.equals(old.get(name), now.get(name))) {
                all.add(new Difference(name, old.get(name), now.get(name)));
            }
        }
        return all;
    }

    private static Map<String, String> fields(ObjectReader json, @Nullable String text) {
        Map<String, String> found = new TreeMap<>();
        if (text == null) {
            return found;
        }
        try {
            gather(json.readTree(text), "", found);
        } catch (JsonProcessingException e) {
            found.put("", text);
        }
        return found;
    }

    private static void gather(JsonNode node, String path, Map<String, String> found) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> gather(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), found));
        } else if (!node.isNull() && !node.isMissingNode() && !(node.isArray() && node.isEmpty())) {
            found.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
