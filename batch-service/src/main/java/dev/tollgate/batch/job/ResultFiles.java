package dev.tollgate.batch.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.batch.file.Files;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes what became of a batch's lines into its two files: answers of status 200, and all else. Written again they
/// are the same, by the same ids.
@Singleton
class ResultFiles {
    private static final int OK = 200;

    private final LineRows lines;
    private final Files files;
    private final ObjectMapper json;

    ResultFiles(LineRows lines, Files files, ObjectMapper json) {
        this.lines = lines;
        this.files = files;
        this.json = json;
    }

    /// Ids; null for a file that would be empty.
    record Written(@Nullable String outputFileId, @Nullable String errorFileId) {}

    Written write(Batch batch) throws IOException {
        Path output = java.nio.file.Files.createTempFile("batch", ".output");
        Path errors = java.nio.file.Files.createTempFile("batch", ".errors");
        try {
            try (OutputStream good = open(output);
                    OutputStream bad = open(errors)) {
                lines.each(batch.id(), outcome -> {
                    boolean well = Integer.valueOf(OK).equals(outcome.status());
                    append(well ? good : bad, line(batch, outcome));
                });
            }
            return new Written(keep(batch, output, "output"), keep(batch, errors, "errors"));
        } finally {
            java.nio.file.Files.deleteIfExists(output);
            java.nio.file.Files.deleteIfExists(errors);
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(java.nio.file.Files.newOutputStream(file), 1 << 16);
    }

    private @Nullable String keep(Batch batch, Path file, String what) throws IOException {
        long bytes = java.nio.file.Files.size(file);
        if (bytes == 0) {
            return null;
        }
        String id = "file-" + (what.equals("output") ? "o" : "e") + batch.id().substring("batch_".length());
        String name = batch.id() + "_" + what + ".jsonl";
        return files.storeOurs(id, batch.accountId(), "batch_output", name, file, bytes, batch.resultsKeptSeconds())
                .id();
    }

    private static void append(OutputStream file, byte[] line) {
        try {
            file.write(line);
            file.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] line(Batch batch, LineRows.Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator line = json.createGenerator(bytes)) {
            line.writeStartObject();
            line.writeStringField(
                    "id", "batch_req_" + batch.id().substring("batch_".length()) + "_" + outcome.number());
            line.writeStringField("custom_id", outcome.customId());
            if (outcome.status() == null) {
                line.writeNullField("response");
                error(line, batch, outcome);
            } else {
                response(line, outcome);
                line.writeNullField("error");
            }
            line.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void response(JsonGenerator line, LineRows.Outcome outcome) throws IOException {
        line.writeObjectFieldStart("response");
        line.writeNumberField("status_code", java.util.Objects.requireNonNull(outcome.status()));
        line.writeStringField("request_id", outcome.requestId());
        line.writeFieldName("body");
        byte[] answer = java.util.Objects.requireNonNull(outcome.answer());
        line.writeRawValue(oneLine(answer));
        line.writeEndObject();
    }

    private static void error(JsonGenerator line, Batch batch, LineRows.Outcome outcome) throws IOException {
        boolean cancelled = "cancelled".equals(batch.endsAs());
        String code = outcome.errorCode();
        String text = outcome.errorText();
        line.writeObjectFieldStart("error");
        line.writeStringField("code", code != null ? code : cancelled ? "batch_cancelled" : "batch_expired");
        line.writeStringField(
                "message",
                text != null
                        ? text
                        : cancelled
                                ? "This request was not answered before the batch was cancelled."
                                : "This request could not be answered before the completion window ended.");
        line.writeEndObject();
    }

    /// Line ends are between JSON's tokens only: inside of texts they are escaped.
    private static String oneLine(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.replace("\r", "").replace("\n", "");
    }
}
