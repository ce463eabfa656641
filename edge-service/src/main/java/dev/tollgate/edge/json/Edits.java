package dev.tollgate.edge.json;

import dev.tollgate.edge.json.Members.Span;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Changes to some members of a body, applied in one pass; what is not changed stays as it is, byte for byte.
public final class Edits {
    private static final int ROOM = 96;

    private record Edit(int start, int end, Buffer text) {}

    private final Members members;
    private final List<Edit> edits = new ArrayList<>(4);

    public Edits(Members members) {
        this.members = members;
    }

    /// As JSON writes a string.
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Sets a member: where it stands, or at the beginning when there is none of this name.
    ///
    /// @param value as JSON
    public void put(String name, String value) {
        Span span = members.spans().get(name);
        if (span == null) {
            int at = members.afterBrace();
            edits.add(new Edit(at, at, Buffer.buffer('"' + name + "\":" + value + ",")));
        } else {
            edits.add(new Edit(span.start(), span.end(), Buffer.buffer(value)));
        }
    }

    /// Puts another member in the place of one that is there.
    public void rename(Span member, String name, String value) {
        edits.add(new Edit(member.nameStart(), member.end(), Buffer.buffer('"' + name + "\":" + value)));
    }

    /// With the comma behind it, or before it where it is the last.
    public void remove(Span member) {
        Buffer body = members.body();
        int after = member.end();
        while (isSpace(body.getByte(after))) {
            after++;
        }
        if (body.getByte(after) == ',') {
            edits.add(new Edit(member.nameStart(), after + 1, Buffer.buffer()));
            return;
        }
        int before = member.nameStart() - 1;
        while (body.getByte(before) != ',') {
            before--;
        }
        edits.add(new Edit(before, member.end(), Buffer.buffer()));
    }

    public Buffer applied() {
        edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
        Buffer body = members.body();
        Buffer out = Buffer.buffer(body.length() + ROOM);
        int at = 0;
        for (Edit edit : edits) {
            out.appendBuffer(body, at, edit.start() - at).appendBuffer(edit.text());
            at = edit.end();
        }
        return out.appendBuffer(body, at, body.length() - at);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
