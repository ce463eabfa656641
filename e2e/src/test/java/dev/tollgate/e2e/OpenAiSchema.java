package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What OpenAI publishes of its answers, from `e2e/schema/openai.json`: which fields must be there, and of what type.
enum OpenAiSchema {
    BATCH,
    CHAT,
    CHAT_CHUNK,
    COMPLETION,
    EMBEDDINGS,
    ERROR,
    FILE,
    FILE_DELETED,
    IMAGES,
    IMAGES_EVENT,
    IMAGES_EDIT_EVENT,
    MODEL,
    MODELS,
    MODERATION,
    REALTIME_EVENT,
    RESPONSE,
    RESPONSE_EVENT,
    SPEECH_EVENT,
    TRANSCRIPTION,
    TRANSCRIPTION_EVENT,
    TRANSCRIPTION_VERBOSE,
    TRANSLATION,
    TRANSLATION_VERBOSE;

    private static final SchemaBundle BUNDLE = SchemaBundle.read(
            "openai.json", Arrays.stream(values()).map(OpenAiSchema::definition).toList());

    /// Where the value breaks the schema and how; empty when it does not.
    List<String> violations(JsonNode value) {
        return BUNDLE.violations(definition(), value);
    }

    void assertValid(JsonNode value) {
        assertThat(violations(value)).as("%s: %s", this, value).isEmpty();
    }

    private String definition() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
