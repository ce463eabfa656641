package dev.tollgate.edge.guard;

import dev.tollgate.edge.provider.spi.Operation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where in a JSON body words stand that somebody has said: a tree of members' names, `[]` for each element of an
/// array, `*` for a member of any name. What signatures are bound to, and what programs are called with, is not
/// among them: it would be refused, or do harm, if it was changed. Of Anthropic's documents only those of text are
/// words.
final class TextPlaces {
    private static final String EACH = "[]";
    private static final String ANY = "*";

    private static final TextPlaces CHAT_ASKED = of(
            "messages[].content",
            "messages[].content[].text",
            "messages[].content[].refusal",
            "prediction.content",
            "prediction.content[].text",
            "messages[].reasoning_content");
    private static final TextPlaces MESSAGES_ASKED = of(
            "system",
            "system[].text",
            "messages[].content",
            "messages[].content[].text",
            "messages[].content[].title",
            "messages[].content[].context",
            "messages[].content[].content",
            "messages[].content[].content[].text",
            "messages[].content[].content[].title",
            "messages[].content[].content[].context",
            "messages[].content[].content[].content[].text",
            "messages[].content[].source.data?",
            "messages[].content[].source.content",
            "messages[].content[].source.content[].text",
            "messages[].content[].content[].source.data?");
    private static final TextPlaces RESPONSES_ASKED = of(
            "instructions",
            "input",
            "input[].content",
            "input[].content[].text",
            "input[].content[].refusal",
            "input[].summary[].text",
            "input[].output",
            "input[].output[].text",
            "prompt.variables.*",
            "prompt.variables.*.text");
    private static final TextPlaces COMPLETIONS_ASKED = of("prompt", "prompt[]", "suffix");
    private static final TextPlaces INPUT = of("input", "input[]", "input[].text");
    private static final TextPlaces PROMPT = of("prompt");
    private static final TextPlaces SPEECH_ASKED = of("input", "instructions");
    private static final TextPlaces RERANK_ASKED = of("query", "documents[]", "documents[].text");
    private static final TextPlaces NOTHING = of();

    private static final TextPlaces CHAT_ANSWERED = of(
            "choices[].message.content",
            "choices[].message.content[].text",
            "choices[].message.refusal",
            "choices[].message.reasoning_content",
            "choices[].message.reasoning",
            "choices[].message.audio.transcript");
    private static final TextPlaces MESSAGES_ANSWERED = of("content[].text", "content[].thinking");
    private static final TextPlaces RESPONSES_ANSWERED =
            of("output[].content[].text", "output[].content[].refusal", "output[].summary[].text");
    private static final TextPlaces COMPLETIONS_ANSWERED = of("choices[].text");
    private static final TextPlaces TRANSCRIPT_ANSWERED = of("text", "segments[].text", "words[].word");
    private static final TextPlaces IMAGES_ANSWERED = of("data[].revised_prompt");
    private static final TextPlaces RERANK_ANSWERED = of("results[].document.text");

    private final Map<String, TextPlaces> members = new HashMap<>();
    private boolean text;
    private boolean onlyOfText;

    private TextPlaces() {}

    private static TextPlaces of(String... paths) {
        TextPlaces root = new TextPlaces();
        for (String path : paths) {
            TextPlaces place = root;
            for (String step : path.replace("?", "").replace(EACH, "." + EACH).split("\\.", -1)) {
                place = place.members.computeIfAbsent(step, name -> new TextPlaces());
            }
            place.text = true;
            place.onlyOfText = path.endsWith("?");
        }
        return root;
    }

    /// In a request.
    static TextPlaces asked(Operation operation) {
        return switch (operation) {
            case CHAT -> CHAT_ASKED;
            case MESSAGES -> MESSAGES_ASKED;
            case RESPONSES -> RESPONSES_ASKED;
            case COMPLETIONS -> COMPLETIONS_ASKED;
            case EMBEDDINGS, MODERATION -> INPUT;
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, TRANSCRIPTION, TRANSLATION -> PROMPT;
            case SPEECH -> SPEECH_ASKED;
            case RERANK -> RERANK_ASKED;
            case REALTIME -> NOTHING;
        };
    }

    /// In an answer that is one object.
    static TextPlaces answered(Operation operation) {
        return switch (operation) {
            case CHAT -> CHAT_ANSWERED;
            case MESSAGES -> MESSAGES_ANSWERED;
            case RESPONSES -> RESPONSES_ANSWERED;
            case COMPLETIONS -> COMPLETIONS_ANSWERED;
            case TRANSCRIPTION, TRANSLATION -> TRANSCRIPT_ANSWERED;
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> IMAGES_ANSWERED;
            case RERANK -> RERANK_ANSWERED;
            case EMBEDDINGS, MODERATION, SPEECH, REALTIME -> NOTHING;
        };
    }

    /// Of a member by this name, or null when there are no words in it.
    @Nullable
    TextPlaces member(String name) {
        TextPlaces any = members.get(ANY);
        return any == null ? members.get(name) : any;
    }

    /// Of each element of an array.
    @Nullable
    TextPlaces element() {
        return members.get(EACH);
    }

    /// Whether a string here is words.
    boolean isText() {
        return text;
    }

    /// Whether it is so only where the object around it has the type `text`.
    boolean isOnlyOfText() {
        return onlyOfText;
    }
}
