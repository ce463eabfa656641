package dev.tollgate.local.fake.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.openai.Nested;
import java.util.List;
import java.util.Locale;

/// One thing to embed.
///
/// @param features what the vector is the sum of: words, or token numbers
/// @param tokens what it costs
record EmbeddingInput(List<String> features, long tokens) {

    EmbeddingInput {
        features = List.copyOf(features);
    }

    /// All inputs of a request that has passed [InputRule].
    static List<EmbeddingInput> of(JsonNode input) {
        if (input.isTextual()) {
            return List.of(text(input.textValue()));
        }
        if (input.get(0).isIntegralNumber()) {
            return List.of(numbers(input));
        }
        return Nested.elements(input)
                .map(item -> item.isTextual() ? text(item.textValue()) : numbers(item))
                .toList();
    }

    private static EmbeddingInput text(String text) {
        List<String> words = Words.split(text).stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
        return new EmbeddingInput(words, Tokens.count(text));
    }

    private static EmbeddingInput numbers(JsonNode numbers) {
        List<String> names =
                Nested.elements(numbers).map(number -> "token " + number).toList();
        return new EmbeddingInput(names, numbers.size());
    }
}
