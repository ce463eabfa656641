package dev.tollgate.edge.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.WebAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The `input` of a request: a text, several texts, or parts of texts and pictures that are judged as one.
///
/// @param texts in the caller's order
/// @param pictures how many
record Judged(List<JsonNode> texts, int pictures) {
    private static final int BYTES_PER_TOKEN = 4;
    /// What a model puts around a text.
    private static final long AROUND = 16;
    /// A picture of usual size.
    private static final long PICTURE_TOKENS = 1_105;

    static Judged of(@Nullable JsonNode input) {
        if (input == null) {
            throw Invalid.missing("input");
        }
        if (input.isTextual()) {
            requireText(input, "input");
            return new Judged(List.of(input), 0);
        }
        if (!input.isArray()) {
            throw Invalid.type("input", "a string, an array of strings, or an array of parts");
        }
        if (input.isEmpty()) {
            throw Invalid.value("input", "Invalid value for 'input': must not be empty.");
        }
        return input.get(0).isObject() ? parts(input) : several(input);
    }

    private static Judged several(JsonNode input) {
        List<JsonNode> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            JsonNode text = input.get(i);
            if (!text.isTextual()) {
                throw Invalid.type("input[" + i + "]", "a string");
            }
            requireText(text, "input[" + i + "]");
            texts.add(text);
        }
        return new Judged(texts, 0);
    }

    private static Judged parts(JsonNode input) {
        List<JsonNode> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            JsonNode part = input.get(i);
            String path = "input[" + i + "]";
            if (!part.isObject()) {
                throw Invalid.type(path, "an object");
            }
            switch (Field.requiredText(part, "type", path)) {
                case "text" -> texts.add(Field.requireText(part, "text", path));
                case "image_url" -> checkPicture(part.get("image_url"), path + ".image_url");
                default ->
                    throw Invalid.value(
                            path + ".type", "Invalid value for '" + path + ".type': use text or image_url.");
            }
        }
        return new Judged(texts, input.size() - texts.size());
    }

    private static void checkPicture(@Nullable JsonNode picture, String path) {
        if (picture == null || picture.isNull()) {
            throw Invalid.missing(path);
        }
        if (!picture.isObject()) {
            throw Invalid.type(path, "an object");
        }
        WebAddress.requirePicture(picture, "url", path);
    }

    private static void requireText(JsonNode text, String path) {
        if (Field.length(text) == 0) {
            throw Invalid.value(path, "Invalid value for '" + path + "': must not be empty.");
        }
    }

    /// A true bound: a token is at least one byte of text, and no text is longer than the window. What a picture
    /// takes only its provider knows (rules 13).
    long bound(long window) {
        return texts.stream()
                        .mapToLong(text -> Math.min(window, Field.bytes(text) + AROUND))
                        .sum()
                + window * pictures;
    }

    /// The likely count.
    long estimate() {
        return texts.stream()
                        .mapToLong(text -> Field.bytes(text) / BYTES_PER_TOKEN + 1)
                        .sum()
                + PICTURE_TOKENS * pictures;
    }

    long tokens(ToLongFunction<String> tokenizer) {
        return texts.stream()
                        .mapToLong(text -> tokenizer.applyAsLong(text.textValue()))
                        .sum()
                + PICTURE_TOKENS * pictures;
    }
}
