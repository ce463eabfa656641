package dev.tollgate.edge.audio.transcription;

import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.upload.Form;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of OpenAI's reference. All others are the provider's.
final class TranscriptionView {
    private static final String FILE = "file";
    private static final String GRANULARITIES = "timestamp_granularities";
    private static final int NUMBER_MAX = 32;

    private final Form form;

    TranscriptionView(Form form) {
        this.form = form;
    }

    TranscriptionRequest validated() {
        String model = form.requiredText("model");
        UpstreamBody.File file = requiredFile();
        Format format = format(form.text("response_format"));
        boolean stream = flag("stream");
        form.text("language");
        String prompt = form.text("prompt");
        checkTemperature(form.text("temperature"));
        checkGranularities(format);
        if (stream && (format == Format.SRT || format == Format.VTT || format == Format.VERBOSE_JSON)) {
            throw Invalid.value("stream", "'stream' cannot be used with response_format " + format.wireName() + ".");
        }
        return new TranscriptionRequest(
                model,
                format,
                stream,
                prompt == null ? "" : prompt,
                Recording.of(form.fileStart(), file.length()),
                form,
                false);
    }

    private UpstreamBody.File requiredFile() {
        UpstreamBody.File file = form.file();
        if (file == null) {
            if (!form.texts(FILE).isEmpty()) {
                throw Invalid.type(FILE, "a file, with its name");
            }
            throw Invalid.missing(FILE);
        }
        if (file.filename().isEmpty()) {
            throw Invalid.value(FILE, "Invalid value for 'file': its name tells the format, and must not be empty.");
        }
        if (file.length() == 0) {
            throw Invalid.value(FILE, "Invalid value for 'file': must not be empty.");
        }
        return file;
    }

    private static Format format(@Nullable String format) {
        if (format == null) {
            return Format.JSON;
        }
        return Arrays.stream(Format.values())
                .filter(known -> known.wireName().equals(format))
                .findFirst()
                .orElseThrow(() -> Invalid.value(
                        "response_format",
                        "Invalid value for 'response_format': must be one of "
                                + Arrays.stream(Format.values())
                                        .map(Format::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private boolean flag(String name) {
        return switch (form.text(name)) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw Invalid.type(name, "true or false");
        };
    }

    private static void checkTemperature(@Nullable String temperature) {
        if (temperature == null) {
            return;
        }
        BigDecimal value;
        try {
            // One of many digits is no number anybody means, and would cost time to read.
            value = new BigDecimal(temperature.length() > NUMBER_MAX ? "" : temperature);
        } catch (NumberFormatException e) {
            throw Invalid.type("temperature", "a number");
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw Invalid.value("temperature", "Invalid value for 'temperature': must be between 0 and 1.");
        }
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
