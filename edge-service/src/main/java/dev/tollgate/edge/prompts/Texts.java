package dev.tollgate.edge.prompts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What a request gives to be read: texts, or a tokenizer's numbers in their place.
///
/// @param param its name
/// @param items one for each answer: strings, or arrays of whole numbers
public record Texts(String param, List<JsonNode> items) {
    private static final int ITEMS_MAX = 2_048;
    /// In the place of an index: the input is no list.
    private static final int ALONE = -1;

    private static final int BYTES_PER_TOKEN = 4;
    /// What a tokenizer may put around a text.
    private static final long AROUND = 8;

    /// Leaves by [Invalid], which names the place.
    public static Texts of(String param, @Nullable JsonNode input) {
        if (input == null) {
            throw Invalid.missing(param);
        }
        if (input.isTextual()) {
            requireText(param, input, ALONE);
            return new Texts(param, List.of(input));
        }
        if (!input.isArray()) {
            throw Invalid.type(param, "a string, or an array of strings, of integers or of arrays of integers");
        }
        if (input.isEmpty()) {
            throw empty(param);
        }
        if (input.get(0).isNumber()) {
            requireTokens(param, input, ALONE);
            return new Texts(param, List.of(input));
        }
        if (input.size() > ITEMS_MAX) {
            throw Invalid.value(param, "Invalid value for '" + param + "': at most " + ITEMS_MAX + " items.");
        }
        return new Texts(param, several(param, input));
    }

    private static List<JsonNode> several(String param, JsonNode input) {
        boolean texts = input.get(0).isTextual();
        List<JsonNode> items = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            JsonNode item = input.get(i);
            if (texts) {
                requireText(param, item, i);
            } else {
                requireTokens(param, item, i);
            }
            items.add(item);
        }
        return items;
    }

    private static void requireText(String param, JsonNode text, int index) {
        if (!text.isTextual()) {
            throw Invalid.type(path(param, index), "a string");
        }
        if (Field.length(text) == 0) {
            throw empty(path(param, index));
        }
    }

    private static void requireTokens(String param, JsonNode tokens, int index) {
        if (!tokens.isArray()) {
            throw Invalid.type(path(param, index), "a string or an array of integers");
        }
        if (tokens.isEmpty()) {
            throw empty(path(param, index));
        }
        for (int i = 0; i < tokens.size(); i++) {
            JsonNode token = tokens.get(i);
            if (!token.isIntegralNumber()) {
                throw Invalid.type(path(param, index) + "[" + i + "]", "an integer");
            }
            if (!token.canConvertToInt() || token.intValue() < 0) {
                String at = path(param, index) + "[" + i + "]";
                throw Invalid.value(at, "Invalid value for '" + at + "': no token has this number.");
            }
        }
    }

    private static Invalid empty(String path) {
        return Invalid.value(path, "Invalid value for '" + path + "': must not be empty.");
    }

    /// Made for a message only: there are thousands of items.
    private static String path(String param, int index) {
        return index == ALONE ? param : param + "[" + index + "]";
    }

    /// Whether they are numbers: only the tokenizer's owner can read them.
    public boolean tokenized() {
        return items.getFirst().isArray();
    }

    /// A true bound: a token is at least one byte of text, and a text is never longer than the window.
    public long bound(long window) {
        return items.stream()
                .mapToLong(item -> Math.min(window, (item.isArray() ? item.size() : Field.bytes(item)) + AROUND))
                .sum();
    }

    /// The likely count.
    public long estimate() {
        return items.stream()
                .mapToLong(item -> item.isArray() ? item.size() : Field.bytes(item) / BYTES_PER_TOKEN + 1)
                .sum();
    }

    /// By a tokenizer; numbers are tokens as they are.
    public long tokens(ToLongFunction<String> tokenizer) {
        return items.stream()
                .mapToLong(item -> item.isArray() ? item.size() : tokenizer.applyAsLong(item.textValue()))
                .sum();
    }
}
