package dev.tollgate.edge.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The `input` of a request for vectors: texts, or a tokenizer's numbers in their place.
///
/// @param items one for each vector: strings, or arrays of whole numbers
record Texts(List<JsonNode> items) {
    private static final int ITEMS_MAX = 2_048;
    private static final int BYTES_PER_TOKEN = 4;
    /// What a tokenizer may put around a text.
    private static final long AROUND = 8;

    static Texts of(@Nullable JsonNode input) {
        if (input == null) {
            throw Invalid.missing("input");
        }
        if (input.isTextual()) {
            requireText(input, "input");
            return new Texts(List.of(input));
        }
        if (!input.isArray()) {
            throw Invalid.type("input", "a string, or an array of strings, of integers or of arrays of integers");
        }
        if (input.isEmpty()) {
            throw Invalid.value("input", "Invalid value for 'input': must not be empty.");
        }
        if (input.get(0).isNumber()) {
            requireTokens(input, "input");
            return new Texts(List.of(input));
        }
        if (input.size() > ITEMS_MAX) {
            throw Invalid.value("input", "Invalid value for 'input': at most " + ITEMS_MAX + " items.");
        }
        return new Texts(several(input));
    }

    private static List<JsonNode> several(JsonNode input) {
        boolean texts = input.get(0).isTextual();
        List<JsonNode> items = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            JsonNode item = input.get(i);
            String path = "input[" + i + "]";
            if (texts) {
                requireText(item, path);
            } else {
                requireTokens(item, path);
            }
            items.add(item);
        }
        return items;
    }

    private static void requireText(JsonNode text, String path) {
        if (!text.isTextual()) {
            throw Invalid.type(path, "a string");
        }
        if (Field.length(text) == 0) {
            throw Invalid.value(path, "Invalid value for '" + path + "': must not be empty.");
        }
    }

    private static void requireTokens(JsonNode tokens, String path) {
        if (!tokens.isArray()) {
            throw Invalid.type(path, "a string or an array of integers");
        }
        if (tokens.isEmpty()) {
            throw Invalid.value(path, "Invalid value for '" + path + "': must not be empty.");
        }
        for (int i = 0; i < tokens.size(); i++) {
            JsonNode token = tokens.get(i);
            String at = path + "[" + i + "]";
            if (!token.isIntegralNumber()) {
                throw Invalid.type(at, "an integer");
            }
            if (!token.canConvertToInt() || token.intValue() < 0) {
                throw Invalid.value(at, "Invalid value for '" + at + "': no token has this number.");
            }
        }
    }

    boolean tokenized() {
        return items.getFirst().isArray();
    }

    /// A true bound: a token is at least one byte of text, and a text is never longer than the window.
    long bound(long window) {
        return items.stream()
                .mapToLong(item -> Math.min(window, (item.isArray() ? item.size() : bytes(item)) + AROUND))
                .sum();
    }

    /// The likely count.
    long estimate() {
        return items.stream()
                .mapToLong(item -> item.isArray() ? item.size() : bytes(item) / BYTES_PER_TOKEN + 1)
                .sum();
    }

    /// By a tokenizer; numbers are tokens as they are.
    long tokens(ToLongFunction<String> tokenizer) {
        return items.stream()
                .mapToLong(item -> item.isArray() ? item.size() : tokenizer.applyAsLong(item.textValue()))
                .sum();
    }

    private static long bytes(JsonNode text) {
        return text.textValue().getBytes(StandardCharsets.UTF_8).length;
    }
}
