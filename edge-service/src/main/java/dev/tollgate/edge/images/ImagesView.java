package dev.tollgate.edge.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import java.util.List;
import java.util.Map;

/// Judges the fields that we read; which sizes and qualities there are is the model's to know.
final class ImagesView {
    private static final int COUNT_MAX = 10;
    private static final int PARTIALS_MAX = 3;
    private static final int COMPRESSION_MAX = 100;

    private final Map<String, JsonNode> fields;
    private final Members members;

    private ImagesView(Members members) {
        this.fields = members.fields();
        this.members = members;
    }

    static ImagesRequest of(Members members) {
        return new ImagesView(members).validated();
    }

    private ImagesRequest validated() {
        String model = Field.requiredText(fields, "model");
        String prompt = prompt();
        Long count = Field.integer(fields, "n", 1, COUNT_MAX);
        boolean stream = Field.flag(fields, "stream");
        Long partials = Field.integer(fields, "partial_images", 0, PARTIALS_MAX);
        if (partials != null && !stream) {
            throw Invalid.value("partial_images", "'partial_images' is only allowed when 'stream' is true.");
        }
        checkSmallFields();
        return new ImagesRequest(
                model,
                prompt,
                count == null ? 1 : count.intValue(),
                Field.text(fields, "size"),
                Field.text(fields, "quality"),
                stream ? AnswerForm.EVENTS : AnswerForm.OBJECT,
                partials == null ? 0 : partials.intValue(),
                null,
                members);
    }

    private String prompt() {
        String prompt = Field.text(fields, "prompt");
        if (prompt == null) {
            throw Invalid.missing("prompt");
        }
        if (prompt.isEmpty()) {
            throw Invalid.value("prompt", "Invalid value for 'prompt': must not be empty.");
        }
        return prompt;
    }

    private void checkSmallFields() {
        oneOf("response_format", List.of("url", "b64_json"));
        oneOf("output_format", List.of("png", "jpeg", "webp"));
        Field.integer(fields, "output_compression", 0, COMPRESSION_MAX);
        Field.text(fields, "style");
        Field.text(fields, "background");
        Field.text(fields, "moderation");
        Field.text(fields, "user");
    }

    private void oneOf(String name, List<String> values) {
        String value = Field.text(fields, name);
        if (value != null && !values.contains(value)) {
            throw Invalid.value(
                    name, "Invalid value for '" + name + "': '" + value + "'. Use " + String.join(", ", values) + ".");
        }
    }
}
