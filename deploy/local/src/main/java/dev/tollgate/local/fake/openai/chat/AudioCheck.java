package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;

/// Rejects what OpenAI rejects of `modalities` and `audio`.
final class AudioCheck {

    private static final String FIELD = "modalities";

    private AudioCheck() {}

    static Optional<Rejection> check(JsonNode body) {
        return modalities(body).or(() -> audio(body));
    }

    private static Optional<Rejection> modalities(JsonNode body) {
        JsonNode modalities = body.path(FIELD);
        if (modalities.isMissingNode() || modalities.isNull()) {
            return Optional.empty();
        }
        if (!modalities.isArray()) {
            return Optional.of(Rejection.wrongType(FIELD, "an array of strings", FieldRule.describe(modalities)));
        }
        if (modalities.isEmpty()) {
            return Optional.of(Rejection.emptyArray(FIELD));
        }
        return Nested.elements(modalities)
                .map(JsonNode::asText)
                .filter(modality -> !modality.equals("text") && !modality.equals("audio"))
                .map(modality -> Rejection.unsupportedValue(FIELD + "[0]", modality, "'text', and 'audio'"))
                .findFirst();
    }

    private static Optional<Rejection> audio(JsonNode body) {
        boolean wanted = Nested.elements(body.path(FIELD))
                .anyMatch(modality -> modality.asText().equals("audio"));
        JsonNode audio = body.path("audio");
        if (!audio.isObject()) {
            return wanted
                    ? Optional.of(Rejection.missing("audio"))
                    : FieldRule.object("audio").check(body);
        }
        if (!audio.hasNonNull("voice")) {
            return Optional.of(Rejection.missing("audio.voice"));
        }
        if (!audio.hasNonNull("format")) {
            return Optional.of(Rejection.missing("audio.format"));
        }
        String format = audio.get("format").asText();
        boolean stream = body.path("stream").asBoolean();
        List<String> formats = stream ? List.of("pcm16") : List.of("wav", "aac", "mp3", "flac", "opus", "pcm16");
        String message = "Unsupported value: 'audio.format' does not support '" + format + "'"
                + (stream ? " when stream=true" : "") + ". Supported values are: " + FieldRule.quoted(formats) + ".";
        return formats.contains(format)
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, "audio.format", "unsupported_value"));
    }
}
