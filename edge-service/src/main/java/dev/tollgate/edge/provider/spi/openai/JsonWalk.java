package dev.tollgate.edge.provider.spi.openai;

/// Goes through the members of an object, or the elements of an array, without building anything. The text is one
/// that [JsonSkim] has found to be whole.
final class JsonWalk extends JsonCursor {
    /// Told each value: `at` is where it begins.
    interface Visit {
        /// @param nameStart of the member's name, without its quotes; for an element 0, as `nameEnd`
        void value(int nameStart, int nameEnd, int start, int end);
    }

    JsonWalk(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
    }

    /// Of the object or array that begins here, and nothing of any other value.
    void each(int start, Visit visit) {
        int i = skipSpace(start);
        if (i >= to || (bytes[i] != '{' && bytes[i] != '[')) {
            return;
        }
        boolean named = bytes[i] == '{';
        i = skipSpace(i + 1);
        while (i < to && bytes[i] != '}' && bytes[i] != ']') {
            if (bytes[i] == ',') {
                i = skipSpace(i + 1);
                continue;
            }
            int nameStart = 0;
            int nameEnd = 0;
            if (named) {
                nameStart = i + 1;
                nameEnd = stringEnd(nameStart);
                i = skipSpace(skipSpace(nameEnd + 1) + 1);
            }
            int end = endOf(i);
            visit.value(nameStart, nameEnd, i, end);
            i = skipSpace(end);
        }
    }

    /// Whether the name between these places is this one.
    boolean named(String name, int nameStart, int nameEnd) {
        return nameEnd - nameStart == name.length() && is(nameStart, name);
    }

    /// Behind the value that begins at `start`; always at least one byte on.
    private int endOf(int start) {
        if (start >= to) {
            return to;
        }
        if (bytes[start] == '"' || bytes[start] == '{' || bytes[start] == '[') {
            return valueEnd(start);
        }
        int i = start + 1;
        while (i < to && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']' && bytes[i] > ' ') {
            i++;
        }
        return i;
    }
}
