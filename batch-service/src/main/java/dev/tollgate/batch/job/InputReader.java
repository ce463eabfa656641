package dev.tollgate.batch.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tollgate.contract.batch.v1.BatchView.LineError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an input file once, a line in memory at a time: where each line is, or what is wrong with the file.
final class InputReader {
    /// More than these are not told.
    private static final int ERRORS_MAX = 20;

    private static final int CUSTOM_ID_MAX = 512;
    private static final int NESTING_MAX = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String endpoint;
    private final int linesMax;
    private final int lineMax;
    private final List<InputLine> lines = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private byte[] line = new byte[4_096];

    private InputReader(String endpoint, int linesMax, int lineMax) {
        this.endpoint = endpoint;
        this.linesMax = linesMax;
        this.lineMax = lineMax;
    }

    /// What came of it.
    sealed interface Input {
        record Taken(List<InputLine> lines) implements Input {}

        record Refused(List<LineError> errors) implements Input {}
    }

    /// @param number from 1, as the file's lines are counted
    /// @param at the line's first byte
    record InputLine(int number, String customId, long at, int bytes) {}

    /// @param endpoint that each line must ask for
    /// @param lineMax bytes
    static Input read(InputStream file, String endpoint, int linesMax, int lineMax) throws IOException {
        return new InputReader(endpoint, linesMax, lineMax).read(new BufferedInputStream(file, 1 << 16));
    }

    private Input read(InputStream file) throws IOException {
        long at = 0;
        int number = 0;
        while (errors.size() < ERRORS_MAX) {
            int length = next(file);
            if (length == END) {
                break;
            }
            number++;
            if (length == TOO_LONG) {
                wrong("line_too_large", "The line is longer than " + lineMax + " bytes.", null, number);
                break;
            }
            if (!isBlank(length)) {
                if (lines.size() == linesMax) {
                    wrong("too_many_lines", "The file has more than " + linesMax + " lines.", null, number);
                    break;
                }
                take(number, at, length);
            }
            at += length + 1L;
        }
        if (errors.isEmpty() && lines.isEmpty()) {
            errors.add(new LineError("empty_file", "The file has no lines.", null, null));
        }
        return errors.isEmpty() ? new Input.Taken(lines) : new Input.Refused(errors);
    }

    private static final int END = -1;
    private static final int TOO_LONG = -2;

    /// The next line's bytes, without its end.
    private int next(InputStream file) throws IOException {
        int length = 0;
        int read = file.read();
        if (read < 0) {
            return END;
        }
        while (read >= 0 && read != '\n') {
            if (length == lineMax) {
                return TOO_LONG;
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(lineMax, length * 2));
            }
            line[length++] = (byte) read;
            read = file.read();
        }
        return length;
    }

    private boolean isBlank(int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void take(int number, long at, int length) {
        Form form;
        try (JsonParser parser = JSON.createParser(line, 0, length)) {
            form = Form.read(parser);
        } catch (IOException e) {
            wrong("invalid_json_line", "This line is not a valid JSON object.", null, number);
            return;
        }
        String fault = form.fault(endpoint);
        if (fault != null) {
            int space = fault.indexOf(' ');
            wrong("invalid_request_line", fault, fault.substring(0, space), number);
            return;
        }
        String customId = java.util.Objects.requireNonNull(form.customId);
        Integer before = seen.putIfAbsent(customId, number);
        if (before != null) {
            wrong(
                    "duplicate_custom_id",
                    "The custom_id of this line is that of line " + before + ".",
                    "custom_id",
                    number);
            return;
        }
        lines.add(new InputLine(number, customId, at, length));
    }

    private void wrong(String code, String message, @Nullable String param, int number) {
        errors.add(new LineError(code, message, param, number));
    }

    /// What a line must say.
    private static final class Form {
        private @Nullable String customId;
        private @Nullable String method;
        private @Nullable String url;
        private boolean hasBody;
        private boolean hasModel;
        private boolean streams;
        private final Set<String> unknown = new HashSet<>();

        static Form read(JsonParser parser) throws IOException {
            Form form = new Form();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "custom_id" -> form.customId = text(parser, value);
                    case "method" -> form.method = text(parser, value);
                    case "url" -> form.url = text(parser, value);
                    case "body" -> form.body(parser, value);
                    default -> {
                        form.unknown.add(name);
                        parser.skipChildren();
                    }
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IOException("goes on");
            }
            return form;
        }

        private void body(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            hasBody = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                hasModel |= name.equals("model")
                        && token == JsonToken.VALUE_STRING
                        && !parser.getText().isBlank();
                streams |= name.equals("stream") && token == JsonToken.VALUE_TRUE;
                parser.skipChildren();
            }
        }

        private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            parser.skipChildren();
            return null;
        }

        /// Begins with the field; null when all is well.
        @Nullable
        String fault(String endpoint) {
            if (customId == null || customId.isBlank()) {
                return "custom_id must be a text that is not empty.";
            }
            if (customId.length() > CUSTOM_ID_MAX
                    || customId.getBytes(StandardCharsets.UTF_8).length > CUSTOM_ID_MAX * 4) {
                return "custom_id must have at most " + CUSTOM_ID_MAX + " characters.";
            }
            if (!"POST".equals(method)) {
                return "method must be `POST`.";
            }
            if (!endpoint.equals(url)) {
                return "url must be the batch's endpoint, `" + endpoint + "`.";
            }
            if (!hasBody) {
                return "body must be an object.";
            }
            if (!hasModel) {
                return "body.model must name a model.";
            }
            if (streams) {
                return "body.stream must not be true: a batch has no one who listens.";
            }
            return unknown.isEmpty() ? null : unknown.iterator().next() + " is not a field of a line.";
        }
    }
}
