package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.chat.ChatRequests;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plays the exchanges on disk of one dialect: `request.json` is the caller's body, `upstream.http` the provider's
/// answer; `sent.json` and `received.txt` are what the adapter must make of them.
final class Exchanges {
    static final String SECRET = "sk-upstream-s3cret";
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProviderAdapter adapter;
    private final Operation operation;
    private final Path folder;
    private final Function<String, ? extends CallBody> reader;

    private static final long MODEL_BOUND = 8_192;

    /// Of chat completions.
    Exchanges(ProviderAdapter adapter) {
        this(adapter, Operation.CHAT, Path.of("src/test/resources/provider", adapter.kind()), ChatRequests::parsed);
    }

    /// Of another operation, in a folder of its own.
    ///
    /// @param reader makes the caller's body of `request.json`
    Exchanges(ProviderAdapter adapter, Operation operation, Function<String, ? extends CallBody> reader) {
        this(adapter, operation, Path.of("src/test/resources/provider", adapter.kind(), folder(operation)), reader);
    }

    /// Formats of a chat share its capability.
    private static String folder(Operation operation) {
        return operation.capability().equals(Operation.CHAT.capability()) ? operation.label() : operation.capability();
    }

    private Exchanges(
            ProviderAdapter adapter, Operation operation, Path folder, Function<String, ? extends CallBody> reader) {
        this.adapter = adapter;
        this.operation = operation;
        this.folder = folder;
        this.reader = reader;
    }

    Operation operation() {
        return operation;
    }

    /// All on disk, by name.
    List<String> names() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(exchange -> exchange.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param headers names in lower case
    record Answer(int status, Map<String, String> headers, Buffer body) {
        boolean isStream() {
            return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        }

        boolean isSound() {
            return headers.getOrDefault("content-type", "").startsWith("audio/");
        }
    }

    /// @param contentType of a whole answer
    record Played(
            RecordingWriter written, Reading end, @Nullable Quantities usage, String contentType, String closing) {}

    /// As `sent.json` has it: the secret's place is kept, not the secret.
    String sent(String name) {
        UpstreamRequest sent = translated(name, "up-model", 40L);
        ObjectNode shown = JSON.createObjectNode().put("url", sent.url());
        ObjectNode headers = shown.putObject("headers");
        sent.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().replace(SECRET, "<secret>")));
        try {
            switch (sent.content()) {
                case UpstreamBody.Bytes(Buffer bytes) -> shown.set("body", JSON.readTree(bytes.getBytes()));
                case UpstreamBody.Form form -> form.parts().forEach(part -> show(part, shown.withArray("form")));
            }
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shown) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of a file its length is shown.
    private static void show(UpstreamBody.Part part, ArrayNode form) {
        ObjectNode shown = form.addObject().put("name", part.name());
        switch (part) {
            case UpstreamBody.Field field -> shown.put("text", field.text());
            case UpstreamBody.File file ->
                shown.put("filename", file.filename())
                        .put("type", file.contentType())
                        .put("length", file.length());
        }
    }

    UpstreamRequest translated(String name, String model, @Nullable Long outputBound) {
        Upstream upstream =
                new Upstream("https://provider.example/v1", model, SECRET, outputBound, MODEL_BOUND, Map.of());
        return switch (adapter.translate(body(name), upstream)) {
            case Translation.Translated(UpstreamRequest request) -> request;
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    Played play(String name) {
        Answer answer = answer(name + "/upstream.http");
        AnswerReader reader = adapter.reader(body(name));
        RecordingWriter written = new RecordingWriter();
        byte[] body = answer.body().getBytes();
        Reading end;
        if (answer.isStream()) {
            end = stream(reader, answer.body().toString(), written);
        } else if (answer.isSound()) {
            // It is relayed as it comes: of the reader only its estimate is asked.
            written.told = reader.tokens(body.length);
            end = Reading.DONE;
        } else {
            end = reader.whole(body, 0, body.length, written);
        }
        return new Played(
                written,
                end,
                reader.usage(),
                reader.contentType(),
                reader.closing().toString());
    }

    static Reading stream(AnswerReader reader, String body, RecordingWriter written) {
        for (String event : body.split("\n\n", -1)) {
            List<String> data = event.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring(5).strip())
                    .toList();
            if (!data.isEmpty()) {
                byte[] bytes = ("\n" + String.join(" ", data) + "\n").getBytes(StandardCharsets.UTF_8);
                Reading reading = reader.event(bytes, 1, bytes.length - 1, written);
                if (!(reading instanceof Reading.More)) {
                    return reading;
                }
            }
        }
        return reader.end(written);
    }

    /// Chunks line by line, then the end and the usage.
    static String received(Played played) {
        List<String> lines = new ArrayList<>(played.written().chunks);
        if (!played.written().events.isEmpty()) {
            lines.add("events: " + String.join(" ", played.written().events));
        }
        if (played.written().told > 0) {
            lines.add("told: " + played.written().told);
        }
        if (!played.contentType().equals("application/json")) {
            lines.add("content-type: " + played.contentType());
        }
        if (!played.closing().isEmpty() && !played.closing().equals(AnswerReader.DONE.toString())) {
            lines.add("closing: " + played.closing().strip());
        }
        lines.add(played.end().toString());
        lines.add("usage: " + played.usage());
        return String.join("\n", lines) + "\n";
    }

    Answer answer(String file) {
        String text = read(file);
        int head = text.indexOf("\n\n");
        List<String> lines = text.substring(0, head).lines().toList();
        Map<String, String> headers = new HashMap<>();
        lines.stream().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        return new Answer(
                Integer.parseInt(lines.getFirst().split(" ", -1)[1]), headers, Buffer.buffer(text.substring(head + 2)));
    }

    CallBody body(String name) {
        return reader.apply(read(name + "/request.json"));
    }

    /// With `-Dgolden.update=true` the file is written instead, to be reviewed as a diff.
    String golden(String file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(folder.resolve(file), actual);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(file);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
