package dev.tollgate.edge.provider.spi.openai;

import dev.tollgate.edge.provider.spi.AnswerWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pieces of an answer that are said otherwise; what lies between them passes as it is.
final class Patches {
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Patch(int start, int end, byte[] text) {}

    private final List<Patch> patches = new ArrayList<>();

    void put(int start, int end, byte[] text) {
        patches.add(new Patch(start, end, text));
    }

    /// As one object.
    void write(byte[] bytes, int from, int to, AnswerWriter out) {
        write(bytes, from, to, null, out);
    }

    /// As one event.
    ///
    /// @param event its name, or null
    void write(byte[] bytes, int from, int to, @Nullable String event, AnswerWriter out) {
        patches.sort(Comparator.comparingInt(Patch::start));
        if (event == null) {
            out.begin();
        } else {
            out.begin(event);
        }
        int at = from;
        for (Patch patch : patches) {
            out.json(bytes, at, patch.start());
            out.json(patch.text(), 0, patch.text().length);
            at = patch.end();
        }
        out.json(bytes, at, to);
        out.end();
    }

    /// As bytes of their own, to be written later.
    Buffer applied(byte[] bytes, int from, int to) {
        patches.sort(Comparator.comparingInt(Patch::start));
        Buffer said = Buffer.buffer(to - from);
        int at = from;
        for (Patch patch : patches) {
            said.appendBytes(bytes, at, patch.start() - at).appendBytes(patch.text());
            at = patch.end();
        }
        return said.appendBytes(bytes, at, to - at);
    }
}
