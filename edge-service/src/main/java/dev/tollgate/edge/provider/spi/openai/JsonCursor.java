package dev.tollgate.edge.provider.spi.openai;

/// A place in JSON text, and how to get on from there.
class JsonCursor {
    byte[] bytes = new byte[0];
    int to;
    int at;
    /// Brackets that are open here; more than that when text ends too early.
    int depth;

    /// Whether the value here is this string.
    boolean valueIs(String word) {
        int end = at + word.length() + 1;
        return end < to && bytes[at] == '"' && bytes[end] == '"' && is(at + 1, word);
    }

    /// Behind the string, object or array that begins at `start`.
    int valueEnd(int start) {
        int open = 0;
        int i = start;
        while (i < to) {
            byte b = bytes[i];
            if (b == '"') {
                i = stringEnd(i + 1);
            } else if (b == '{' || b == '[') {
                open++;
            } else if (b == '}' || b == ']') {
                open--;
            }
            i++;
            if (open == 0) {
                return Math.min(i, to);
            }
        }
        depth += open;
        return to;
    }

    boolean is(int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    int stringEnd(int start) {
        byte[] text = bytes;
        int end = to;
        int i = start;
        while (i < end && text[i] != '"') {
            i += text[i] == '\\' ? 2 : 1;
        }
        if (i >= to) {
            // The string does not close: what follows cannot be whole.
            depth++;
        }
        return Math.min(i, to);
    }

    int skipSpace(int start) {
        int i = start;
        while (i < to && bytes[i] <= ' ' && bytes[i] >= 0) {
            i++;
        }
        return i;
    }
}
