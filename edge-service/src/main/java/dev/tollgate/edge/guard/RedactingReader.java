package dev.tollgate.edge.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.guard.EventWords.Found;
import dev.tollgate.edge.guard.EventWords.Piece;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Redacts a stream on its way to the caller. What may yet be part of a match waits for the next event of its text;
/// the newest event waits, too, so that at a text's end what was held back has an event to go with. What the model has
/// written is told to whoever counts it as the provider delivered it.
final class RedactingReader implements AnswerReader {
    private static final String DATA = "data: ";

    /// @param name of the event, or null
    private record Event(@Nullable String name, ObjectNode json, List<Piece> pieces) {}

    /// A text under way.
    private static final class Stream {
        private final String scope;
        private final RedactedText text;
        private Event newest;

        Stream(String scope, RedactedText text, Event newest) {
            this.scope = scope;
            this.text = text;
            this.newest = newest;
        }
    }

    private final AnswerReader reader;
    private final Redactor redactor;
    private final Redactor.Tally tally;
    private final EventWords words;
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Capture capture = new Capture();
    private @Nullable Event waiting;

    RedactingReader(AnswerReader reader, Redactor redactor, Redactor.Tally tally, EventWords words) {
        this.reader = reader;
        this.redactor = redactor;
        this.tally = tally;
        this.words = words;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        return reader.whole(bytes, from, to, out);
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return ended(reader.event(bytes, from, to, capture.to(out)), out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        return ended(reader.end(capture.to(out)), out);
    }

    private Reading ended(Reading reading, AnswerWriter out) {
        if (reading instanceof Reading.Done) {
            finish(Set.of(EventWords.ALL), List.of(), out);
            flush(out);
        }
        return reading;
    }

    /// What repeats the text at the end is redacted like it.
    @Override
    public Buffer closing() {
        Buffer frame = reader.closing();
        String text = frame.toString();
        int data = text.indexOf(DATA + "{");
        ObjectNode json = data < 0 ? null : EventWords.parsed(text.substring(data + DATA.length()));
        if (json == null) {
            return frame;
        }
        whole(json);
        return Buffer.buffer(text.substring(0, data + DATA.length()) + json + "\n\n");
    }

    @Override
    public long events() {
        return reader.events();
    }

    @Override
    public @Nullable Quantities usage() {
        return reader.usage();
    }

    @Override
    public long tokens(long bytes) {
        return reader.tokens(bytes);
    }

    @Override
    public String contentType() {
        return reader.contentType();
    }

    private void take(@Nullable String name, byte[] bytes, AnswerWriter out) {
        ObjectNode json = EventWords.parsed(new String(bytes, StandardCharsets.UTF_8));
        if (json == null) {
            // What cannot be read cannot be redacted: nobody is told.
            return;
        }
        Found found = words.find(json);
        if (found.pieces().isEmpty() && found.scopes().isEmpty()) {
            write(name, bytes, out);
            return;
        }
        finish(found.scopes(), found.pieces(), out);
        flush(out);
        EventWords.silence(json);
        Event event = new Event(name, json, found.pieces());
        if (found.pieces().isEmpty()) {
            whole(json);
            write(event, out);
        } else {
            found.pieces().forEach(piece -> goOn(piece, event));
            waiting = event;
        }
    }

    private void whole(ObjectNode json) {
        EventWords.silence(json);
        EventWords.rewrite(json, text -> redactor.redact(text, pattern -> {}));
    }

    private void goOn(Piece piece, Event event) {
        Stream stream = streams.computeIfAbsent(
                piece.key(), key -> new Stream(piece.scope(), new RedactedText(redactor, tally), event));
        stream.newest = event;
        String told = stream.text.add(piece.text());
        if (piece.last()) {
            told += stream.text.end();
            streams.remove(piece.key());
        }
        piece.say(told);
    }

    /// Texts of these scopes that the next event does not go on with have come to their end.
    private void finish(Set<String> scopes, List<Piece> next, AnswerWriter out) {
        if (streams.isEmpty()) {
            return;
        }
        List<String> goOn = next.stream().map(Piece::key).toList();
        List<String> over = new ArrayList<>(streams.keySet());
        over.removeIf(key -> goOn.contains(key) || !isSaid(scopes, Objects.requireNonNull(streams.get(key))));
        // Those that the waiting event is of come first: it goes out with what is left of them.
        over.sort(Comparator.comparing(key -> isGone(Objects.requireNonNull(streams.get(key)).newest)));
        for (String key : over) {
            Stream stream = Objects.requireNonNull(streams.remove(key));
            tell(stream.text.end(), key, stream.newest, out);
        }
    }

    @SuppressWarnings("ReferenceEquality") // It is the very event that waits, not one like it.
    private boolean isGone(Event event) {
        return event != waiting;
    }

    private static boolean isSaid(Set<String> scopes, Stream stream) {
        return scopes.contains(EventWords.ALL) || scopes.contains(stream.scope);
    }

    /// With the event that waits, if it is the text's; else with another like the text's last.
    private void tell(String rest, String key, Event newest, AnswerWriter out) {
        if (rest.isEmpty()) {
            return;
        }
        boolean gone = isGone(newest);
        if (gone) {
            flush(out);
        }
        for (Piece piece : newest.pieces()) {
            boolean its = piece.key().equals(key);
            String before = gone ? "" : piece.text();
            piece.say(its ? before + rest : before);
        }
        if (gone) {
            write(newest, out);
        }
    }

    private void flush(AnswerWriter out) {
        Event event = waiting;
        if (event != null) {
            waiting = null;
            write(event, out);
        }
    }

    private static void write(Event event, AnswerWriter out) {
        write(event.name(), event.json().toString().getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(@Nullable String name, byte[] json, AnswerWriter out) {
        if (name == null) {
            out.begin();
        } else {
            out.begin(name);
        }
        out.json(json, 0, json.length);
        out.end();
    }

    /// Catches each event that the reader writes; what it tells of the model's text passes.
    private final class Capture implements AnswerWriter {
        private final ByteArrayOutputStream json = new ByteArrayOutputStream(512);
        private @Nullable String name;
        private @Nullable AnswerWriter out;

        Capture to(AnswerWriter writer) {
            out = writer;
            return this;
        }

        private AnswerWriter out() {
            return Objects.requireNonNull(out);
        }

        @Override
        public void begin() {
            name = null;
            json.reset();
        }

        @Override
        public void begin(String event) {
            begin();
            name = event;
        }

        @Override
        public void json(byte[] bytes, int from, int to) {
            json.write(bytes, from, to - from);
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            out().text(bytes, from, to);
        }

        @Override
        public void tokens(long tokens) {
            out().tokens(tokens);
        }

        @Override
        public void end() {
            take(name, json.toByteArray(), out());
        }
    }
}
