package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What OpenAI publishes of its answers, from `e2e/schema/openai.json`: which fields must be there, and of what type.
enum OpenAiSchema {
    CHAT,
    CHAT_CHUNK,
    COMPLETION,
    EMBEDDINGS,
    ERROR,
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

    private static final URI BUNDLE = URI.create("urn:tollgate:openai");
    private static final Validator VALIDATOR = validator();

    private static Validator validator() {
        try {
            Validator validator = new ValidatorFactory()
                    .withJsonNodeFactory(new JacksonNode.Factory())
                    .createValidator();
            validator.registerSchema(BUNDLE, Files.readString(Path.of("schema/openai.json")));
            for (OpenAiSchema schema : values()) {
                validator.registerSchema(
                        schema.uri(), "{\"$ref\":\"" + BUNDLE + "#/$defs/" + schema.definition() + "\"}");
            }
            return validator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the value breaks the schema and how; empty when it does not.
    List<String> violations(JsonNode value) {
        Validator.Result result = VALIDATOR.validate(uri(), value);
        List<String> errors = result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .distinct()
                .toList();
        return result.isValid() || !errors.isEmpty() ? errors : List.of("not valid");
    }

    void assertValid(JsonNode value) {
        assertThat(violations(value)).as("%s: %s", this, value).isEmpty();
    }

    private URI uri() {
        return URI.create(BUNDLE + ":" + definition());
    }

    private String definition() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
