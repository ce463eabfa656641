package dev.tollgate.edge.images;

import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.AnswerForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges the fields that requests for pictures have in common; which sizes and qualities there are is the model's to
/// know.
final class WantedView {
    private static final int COUNT_MAX = 10;
    private static final int PARTIALS_MAX = 3;
    private static final int COMPRESSION_MAX = 100;

    private final Fields fields;

    WantedView(Fields fields) {
        this.fields = fields;
    }

    String model() {
        String model = fields.text("model");
        if (model == null || model.isEmpty()) {
            throw Invalid.missing("model");
        }
        return model;
    }

    AnswerForm form() {
        return fields.flag("stream") ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    /// By a prompt, and perhaps in a stream.
    ///
    /// @param inputs how many pictures come with it
    Wanted prompted(int inputs) {
        String prompt = prompt();
        int count = count();
        boolean stream = fields.flag("stream");
        Long partials = fields.integer("partial_images", 0, PARTIALS_MAX);
        if (partials != null && !stream) {
            throw Invalid.value("partial_images", "'partial_images' is only allowed when 'stream' is true.");
        }
        checkSmallFields();
        return wanted(prompt, inputs, count, partials == null ? 0 : partials.intValue());
    }

    /// Without one: variations of a picture.
    Wanted varied() {
        int count = count();
        if (fields.flag("stream")) {
            throw Invalid.value("stream", "'stream' cannot be used with variations.");
        }
        oneOf("response_format", List.of("url", "b64_json"));
        fields.text("user");
        return wanted("", 1, count, 0);
    }

    private Wanted wanted(String prompt, int inputs, int count, int partials) {
        return new Wanted(prompt, inputs, count, fields.text("size"), fields.text("quality"), partials, null);
    }

    private int count() {
        Long count = fields.integer("n", 1, COUNT_MAX);
        return count == null ? 1 : count.intValue();
    }

    private String prompt() {
        @Nullable String prompt = fields.text("prompt");
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
        fields.integer("output_compression", 0, COMPRESSION_MAX);
        fields.text("style");
        fields.text("background");
        fields.text("moderation");
        fields.text("input_fidelity");
        fields.text("user");
    }

    private void oneOf(String name, List<String> values) {
        String value = fields.text(name);
        if (value != null && !values.contains(value)) {
            throw Invalid.value(
                    name, "Invalid value for '" + name + "': '" + value + "'. Use " + String.join(", ", values) + ".");
        }
    }
}
