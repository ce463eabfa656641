package dev.tollgate.local.fake.openai.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.openai.Nested;
import java.util.ArrayList;
import java.util.List;

/// One prompt and how it goes on.
///
/// @param index of its choice
/// @param words each with the space before it, the prompt's own among them where it is repeated
/// @param inputTokens of the prompt, and of what is to follow
/// @param outputTokens of what is new
/// @param cut whether the bound has ended it
record Continuation(int index, List<String> words, long inputTokens, long outputTokens, boolean cut) {

    private static final int USUAL_OUTPUT = 16;

    Continuation {
        words = List.copyOf(words);
    }

    /// Those that are shown: `n` for each prompt.
    static List<Continuation> all(JsonNode body, Script script) {
        List<Continuation> all = new ArrayList<>();
        for (JsonNode prompt : prompts(body.get("prompt"))) {
            for (int i = 0; i < body.path("n").asInt(1); i++) {
                all.add(of(body, prompt, all.size(), script));
            }
        }
        return all;
    }

    /// A text, or a tokenizer's numbers.
    static List<JsonNode> prompts(JsonNode prompt) {
        boolean several = prompt.isArray() && !prompt.get(0).isNumber();
        return several ? Nested.elements(prompt).toList() : List.of(prompt);
    }

    /// Of a prompt, and of what is to follow.
    static long inputTokens(JsonNode body, JsonNode prompt) {
        long own = prompt.isTextual() ? Tokens.count(prompt.textValue()) : prompt.size();
        return own + Tokens.count(body.path("suffix").asText());
    }

    private static Continuation of(JsonNode body, JsonNode prompt, int index, Script script) {
        String whole = Words.padded(" is how the demo goes on, choice " + index + ".", script.words());
        long bound = body.path("max_tokens").asLong(USUAL_OUTPUT);
        String text = Tokens.first(whole, bound);
        List<String> words = new ArrayList<>();
        if (body.path("echo").asBoolean() && prompt.isTextual()) {
            words.addAll(Words.split(prompt.textValue()));
        }
        words.addAll(Words.split(text));
        return new Continuation(
                index, words, inputTokens(body, prompt), Tokens.count(text), text.length() < whole.length());
    }

    String text() {
        return String.join("", words);
    }

    String finishReason() {
        return cut ? "length" : "stop";
    }
}
