package dev.tollgate.edge.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.guard.EventWords.Piece;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stream that was held whole: the texts that its events are pieces of, and those that they repeat.
final class HeldEvents {
    private static final String DATA = "data: ";
    private static final String DONE = DATA + "[DONE]";
    private static final String END = "\n\n";

    /// @param head what stands before its JSON, or all of it where there is none
    /// @param whole whether it says whole texts, not pieces
    private record Event(String head, @Nullable ObjectNode json, boolean whole) {}

    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<Piece>> pieces = new LinkedHashMap<>();
    private final Set<String> texts = new LinkedHashSet<>();

    private HeldEvents() {}

    /// @param frames each with its blank line
    static HeldEvents of(Buffer frames, EventWords words) {
        HeldEvents held = new HeldEvents();
        for (String frame : frames.toString().split(END, -1)) {
            if (!frame.isEmpty()) {
                held.take(frame, words);
            }
        }
        held.pieces.values().forEach(pieces -> held.texts.add(text(pieces)));
        held.events.forEach(event -> {
            ObjectNode json = event.json();
            if (json != null && event.whole()) {
                EventWords.rewrite(json, text -> {
                    held.texts.add(text);
                    return text;
                });
            }
        });
        held.texts.remove("");
        return held;
    }

    private void take(String frame, EventWords words) {
        int data = frame.indexOf(DATA);
        String head = data < 0 ? frame : frame.substring(0, data + DATA.length());
        ObjectNode json = data < 0 ? null : EventWords.parsed(frame.substring(head.length()));
        if (json == null) {
            // What cannot be read cannot be judged: nobody is told. `[DONE]` says nothing.
            if (data < 0 || frame.startsWith(DONE, data)) {
                events.add(new Event(frame, null, false));
            }
            return;
        }
        List<Piece> found = words.find(json).pieces();
        events.add(new Event(head, json, found.isEmpty()));
        for (Piece piece : found) {
            pieces.computeIfAbsent(piece.key(), key -> new ArrayList<>()).add(piece);
        }
    }

    private static String text(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    /// The same with these in the places of its texts: each with the first event that says something of it.
    Buffer with(List<String> others) {
        Map<String, String> otherwise = new LinkedHashMap<>();
        int next = 0;
        for (String text : texts) {
            otherwise.put(text, others.get(next++));
        }
        for (List<Piece> stream : pieces.values()) {
            String text = text(stream);
            stream.forEach(piece -> piece.say(""));
            stream.getFirst().say(otherwise.getOrDefault(text, text));
        }
        StringBuilder frames = new StringBuilder();
        for (Event event : events) {
            ObjectNode json = event.json();
            frames.append(event.head());
            if (json != null) {
                EventWords.silence(json);
                if (event.whole()) {
                    EventWords.rewrite(json, text -> otherwise.getOrDefault(text, text));
                }
                frames.append(json);
            }
            frames.append(END);
        }
        return Buffer.buffer(frames.toString());
    }
}
