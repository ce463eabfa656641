package dev.tollgate.local.fake.openai.transcription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.UploadedFile;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Refuses what OpenAI refuses of a transcription's form.
final class TranscriptionCheck {

    private static final long FILE_MAX_BYTES = 100L << 20;
    private static final long SHORTEST_MILLIS = 100;
    private static final List<String> FORMATS =
            List.of("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm");
    private static final Set<String> LANGUAGES = Set.copyOf(Arrays.asList(Locale.getISOLanguages()));
    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(Set.of(
                    "file",
                    "model",
                    "language",
                    "prompt",
                    "response_format",
                    "temperature",
                    "stream",
                    "chunking_strategy",
                    "chunking_strategy[type]",
                    "chunking_strategy[prefix_padding_ms]",
                    "chunking_strategy[silence_duration_ms]",
                    "chunking_strategy[threshold]",
                    "include[]",
                    "languages[]",
                    "keywords[]",
                    "known_speaker_names[]",
                    "known_speaker_references[]",
                    TranscriptionRequest.GRANULARITIES)),
            FieldRule.model(),
            FieldRule.oneOf("response_format", "json", "text", "srt", "verbose_json", "vtt"),
            FieldRule.oneOf("stream", "true", "false"),
            TranscriptionCheck::temperature,
            TranscriptionCheck::language,
            TranscriptionCheck::granularities,
            TranscriptionCheck::formatOfModel);

    /// A translation knows no language but English, and no times of words.
    private static final List<FieldRule> RULES_OF_TRANSLATIONS = List.of(
            FieldRule.only(Set.of("file", "model", "prompt", "response_format", "temperature")),
            FieldRule.model(),
            FieldRule.oneOf("response_format", "json", "text", "srt", "verbose_json", "vtt"),
            TranscriptionCheck::temperature);

    private TranscriptionCheck() {}

    /// @param file empty when there is none, or one without a name
    static Optional<Rejection> check(Task task, JsonNode form, Optional<UploadedFile> file) {
        return FieldRule.first(task == Task.TRANSLATE ? RULES_OF_TRANSLATIONS : RULES, form)
                .or(() -> file.isEmpty() ? Optional.of(Rejection.missing("file")) : file(file.get()));
    }

    private static Optional<Rejection> file(UploadedFile file) {
        if (file.bytes() > FILE_MAX_BYTES) {
            String message =
                    "Maximum content size limit (" + FILE_MAX_BYTES + ") exceeded (" + file.bytes() + " bytes read)";
            return Optional.of(new Rejection(413, message, "server_error", null, null));
        }
        String extension =
                file.name().substring(file.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(extension)) {
            return Optional.of(Rejection.invalid("Invalid file format. Supported formats: " + FORMATS, "file", null));
        }
        if (extension.equals("wav") && file.bytes() > 0 && !SoundLength.isWave(file.head())) {
            String message = "Audio file might be corrupted or unsupported";
            return Optional.of(Rejection.invalid(message, "file", "invalid_value"));
        }
        String message = "Audio file is too short. Minimum audio length is 0.1 seconds.";
        return SoundLength.millis(file) < SHORTEST_MILLIS
                ? Optional.of(Rejection.invalid(message, "file", "audio_too_short"))
                : Optional.empty();
    }

    private static Optional<Rejection> temperature(JsonNode form) {
        if (!form.has("temperature")) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(form.get("temperature").asText());
            if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            return Optional.of(Rejection.wrongType("temperature", "a decimal", "a string"));
        }
        String message = "Invalid 'temperature': expected a value between 0 and 1.";
        return Optional.of(Rejection.invalid(message, "temperature", "invalid_value"));
    }

    private static Optional<Rejection> language(JsonNode form) {
        String language = form.path("language").asText();
        String message =
                "Invalid language '" + language + "'. Language parameter must be specified in ISO-639-1 format.";
        return language.isEmpty() || LANGUAGES.contains(language)
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, "language", "invalid_language_format"));
    }

    private static Optional<Rejection> granularities(JsonNode form) {
        JsonNode asked = form.path(TranscriptionRequest.GRANULARITIES);
        String field = "timestamp_granularities";
        if (asked.isMissingNode()) {
            return Optional.empty();
        }
        Optional<Rejection> unknown = Nested.elements(asked)
                .map(JsonNode::asText)
                .filter(value -> !value.equals("word") && !value.equals("segment"))
                .map(value -> Rejection.unsupportedValue(field, value, "'word', and 'segment'"))
                .findFirst();
        String message =
                "The 'timestamp_granularities' parameter is only supported with response_format " + "'verbose_json'.";
        return unknown.or(() -> form.path("response_format").asText().equals("verbose_json")
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, field, "invalid_value")));
    }

    /// Models that are paid by tokens write no subtitles and know no times.
    private static Optional<Rejection> formatOfModel(JsonNode form) {
        String model = form.path("model").asText();
        String format = form.path("response_format").asText("json");
        boolean everyFormat = TranscriptionRequest.byDuration(model) || model.startsWith("fault-");
        String message = "response_format '" + format + "' is not compatible with model '" + model
                + "'. Use 'json' or 'text' instead.";
        return everyFormat || format.equals("json") || format.equals("text")
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, "response_format", "unsupported_value"));
    }
}
