package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What the model says, the same for each candidate.
///
/// @param thoughts the summary of its thinking, or empty
/// @param words the text cut into words, each with the space before it
/// @param finishReason as the API names it
/// @param blockReason of the prompt, or empty: then nothing is said at all
record ContentAnswer(
        String thoughts, List<String> words, List<Call> calls, String finishReason, String blockReason, Counts counts) {

    ContentAnswer {
        words = List.copyOf(words);
        calls = List.copyOf(calls);
    }

    String text() {
        return String.join("", words);
    }

    /// @param arguments a JSON object
    record Call(String name, JsonNode arguments) {}

    /// Tokens of the whole answer, all candidates together.
    ///
    /// @param images and the following: tokens of the prompt that are no text
    /// @param candidates without thoughts
    record Counts(long text, long images, long audio, long documents, long cached, long candidates, long thoughts) {
        long prompt() {
            return text + images + audio + documents;
        }
    }
}
