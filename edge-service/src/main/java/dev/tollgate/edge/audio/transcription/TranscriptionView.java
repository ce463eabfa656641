package dev.tollgate.edge.audio.transcription;

import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.upload.FileFields;
import dev.tollgate.edge.upload.Form;
import dev.tollgate.edge.upload.Upload;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of OpenAI's reference. All others are the provider's.
final class TranscriptionView {
    private static final String FILE = "file";
    static final FileFields FILES = FileFields.one(FILE);

    private static final String GRANULARITIES = "timestamp_granularities";

    private final Form form;
    private final Operation operation;

    TranscriptionView(Form form, Operation operation) {
        this.form = form;
        this.operation = operation;
    }

    TranscriptionRequest validated() {
        String model = form.requiredText("model");
        Upload file = form.requiredFile(FILE);
        Format format = format(form.text("response_format"));
        boolean stream = form.flag("stream");
        form.text("language");
        String prompt = form.text("prompt");
        form.number("temperature", 0, 1);
        checkGranularities(format);
        checkStream(stream, format);
        return new TranscriptionRequest(
                operation,
                model,
                format,
                stream,
                prompt == null ? "" : prompt,
                Recording.of(file.start(), file.length()),
                form,
                false);
    }

    private void checkStream(boolean stream, Format format) {
        if (stream && operation == Operation.TRANSLATION) {
            throw Invalid.value("stream", "'stream' cannot be used with translations.");
        }
        if (stream && (format == Format.SRT || format == Format.VTT || format == Format.VERBOSE_JSON)) {
            throw Invalid.value("stream", "'stream' cannot be used with response_format " + format.wireName() + ".");
        }
    }

    private Format format(@Nullable String format) {
        if (format == null) {
            return Format.JSON;
        }
        return formats()
                .filter(known -> known.wireName().equals(format))
                .findFirst()
                .orElseThrow(() -> Invalid.value(
                        "response_format",
                        "Invalid value for 'response_format': must be one of "
                                + formats().map(Format::wireName).collect(Collectors.joining(", "))
                                + "."));
    }

    /// Who speaks is told of the recording's own language alone.
    private Stream<Format> formats() {
        return Arrays.stream(Format.values())
                .filter(format -> format != Format.DIARIZED_JSON || operation == Operation.TRANSCRIPTION);
    }

    /// With brackets, as the SDKs name it, or without.
    private void checkGranularities(Format format) {
        for (String name : List.of(GRANULARITIES + "[]", GRANULARITIES)) {
            for (String granularity : form.texts(name)) {
                if (!granularity.equals("word") && !granularity.equals("segment")) {
                    throw Invalid.value(name, "Invalid value for '" + name + "': must be word or segment.");
                }
                if (format != Format.VERBOSE_JSON) {
                    throw Invalid.value(name, "'" + name + "' is only allowed with response_format verbose_json.");
                }
            }
        }
    }
}
