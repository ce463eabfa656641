package dev.tollgate.local.fake.openai.transcription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.UploadedFile;
import java.util.Locale;

/// A typed view of a form that has passed [TranscriptionCheck].
///
/// @param form each field's text; an array where a name ends with `[]` or came twice
record TranscriptionRequest(Task task, JsonNode form, UploadedFile file) {

    static final String GRANULARITIES = "timestamp_granularities[]";
    static final String INCLUDE = "include[]";

    /// Whether it is paid by the length of the recording, as whisper-1 is, and writes subtitles.
    static boolean byDuration(String model) {
        return model.startsWith("demo-transcribe-minutes") || model.startsWith("whisper");
    }

    boolean byDuration() {
        return byDuration(form.path("model").asText());
    }

    String responseFormat() {
        return form.path("response_format").asText("json");
    }

    /// Models that are paid by duration don't stream.
    boolean stream() {
        return task == Task.TRANSCRIBE
                && !byDuration()
                && form.path("stream").asText().equals("true");
    }

    boolean wantsWords() {
        return has(GRANULARITIES, "word");
    }

    boolean wantsSegments() {
        return !form.has(GRANULARITIES) || has(GRANULARITIES, "segment");
    }

    boolean wantsLogprobs() {
        return has(INCLUDE, "logprobs");
    }

    String prompt() {
        return form.path("prompt").asText();
    }

    /// As verbose answers name it: `english`.
    String language() {
        String code = task == Task.TRANSLATE ? "en" : form.path("language").asText("en");
        return Locale.of(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    private boolean has(String field, String value) {
        return Nested.elements(form.path(field)).anyMatch(item -> item.asText().equals(value));
    }
}
