package dev.tollgate.console.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.console.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many standard images a picture counts, as lines: `1024x1024 = 1`, `1024x1024/hd = 2`.
final class ImageSizes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ImageSizes() {}

    static String lines(Map<?, ?> sizes) {
        List<String> lines = new ArrayList<>();
        sizes.forEach((size, value) -> {
            if (value instanceof Map<?, ?> qualities) {
                qualities.forEach((quality, count) -> lines.add(size + "/" + quality + " = " + count));
            } else {
                lines.add(size + " = " + value);
            }
        });
        return String.join("\n", lines);
    }

    /// What is wrong with a size or a count is the catalogue's to say.
    static JsonNode json(Form form) {
        ObjectNode sizes = JSON.objectNode();
        for (String line : form.lines("image_sizes")) {
            int equals = line.indexOf('=');
            String name = (equals < 0 ? line : line.substring(0, equals)).strip();
            String count = equals < 0 ? "" : line.substring(equals + 1).strip();
            int slash = name.indexOf('/');
            if (slash < 0) {
                sizes.put(name, count);
            } else {
                String size = name.substring(0, slash);
                ObjectNode qualities = sizes.get(size) instanceof ObjectNode known ? known : sizes.putObject(size);
                qualities.put(name.substring(slash + 1), count);
            }
        }
        return sizes.isEmpty() ? JSON.nullNode() : sizes;
    }
}
