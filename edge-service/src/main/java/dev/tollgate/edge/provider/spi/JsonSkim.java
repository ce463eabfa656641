package dev.tollgate.edge.provider.spi;

/// What one pass over an OpenAI-shaped object finds, without building anything: where `model`, `usage` and `error`
/// stand, and how much text the choices carry. A stream's events are all of this one shape, so this is what a
/// relayed token costs.
///
/// Strings are skipped by their quotes, escapes respected; brackets are only counted. That is no validation: it
/// finds out about truncation, not about every malformed answer.
public final class JsonSkim {
    private static final int NONE = -1;

    private final byte[] bytes;
    private final int to;
    private int at;
    private int depth;
    private int choicesDepth;
    private int top;
    private int topStart = NONE;
    private boolean topIsKnown;

    private int modelStart = NONE;
    private int modelEnd = NONE;
    private int usageStart = NONE;
    private int usageEnd = NONE;
    private int errorStart = NONE;
    private int errorEnd = NONE;
    private boolean hasChoices;
    private boolean choicesFilled;
    private boolean finished;
    private int textBytes;

    private static final int USAGE = 2;
    private static final int ERROR = 3;
    private static final int CHOICES = 4;

    private JsonSkim(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /// Skims the object between `from` and `to`.
    public static JsonSkim of(byte[] bytes, int from, int to) {
        JsonSkim skim = new JsonSkim(bytes, from, to);
        skim.run();
        return skim;
    }

    /// Whether brackets and quotes close.
    public boolean isWhole() {
        return depth == 0 && at == to && topIsKnown;
    }

    public boolean hasModel() {
        return modelStart != NONE;
    }

    /// Of the model's value, its quotes included.
    public int modelStart() {
        return modelStart;
    }

    public int modelEnd() {
        return modelEnd;
    }

    /// Whether `usage` is an object, at the top or, as some providers have it, in a choice.
    public boolean hasUsage() {
        return usageStart != NONE;
    }

    public int usageStart() {
        return usageStart;
    }

    public int usageEnd() {
        return usageEnd;
    }

    public boolean hasError() {
        return errorStart != NONE;
    }

    public int errorStart() {
        return errorStart;
    }

    public int errorEnd() {
        return errorEnd;
    }

    /// Whether there is a `choices` array with something in it.
    public boolean hasFilledChoices() {
        return hasChoices && choicesFilled;
    }

    public boolean hasChoices() {
        return hasChoices;
    }

    /// Whether a choice has ended.
    public boolean isFinished() {
        return finished;
    }

    /// Bytes of content, reasoning, refusal and tool arguments, as JSON writes them.
    public int textBytes() {
        return textBytes;
    }

    private void run() {
        while (at < to) {
            byte b = bytes[at];
            switch (b) {
                case '"' -> string();
                case '{', '[' -> open(b);
                case '}', ']' -> close();
                default -> at++;
            }
        }
    }

    private void open(byte bracket) {
        if (depth == 0) {
            topIsKnown = bracket == '{';
        }
        if (choicesDepth > 0 && depth == choicesDepth) {
            choicesFilled = true;
        }
        depth++;
        at++;
    }

    private void close() {
        depth--;
        at++;
        if (depth == 1 && top != 0) {
            endTop();
        }
        if (depth < choicesDepth) {
            choicesDepth = 0;
        }
    }

    private void endTop() {
        if (top == USAGE) {
            usageStart = topStart;
            usageEnd = at;
        } else if (top == ERROR) {
            errorStart = topStart;
            errorEnd = at;
        }
        top = 0;
    }

    private void string() {
        int start = at + 1;
        int end = stringEnd(start);
        at = Math.min(end + 1, to);
        int next = skipSpace(at);
        if (next < to && bytes[next] == ':') {
            at = skipSpace(next + 1);
            key(start, end);
        }
    }

    private void key(int start, int end) {
        if (depth == 1) {
            topKey(start, end);
        } else if (choicesDepth > 0) {
            choiceKey(start, end);
        }
    }

    private void topKey(int start, int end) {
        switch (end - start) {
            case 5 -> {
                if (is(start, "model")) {
                    takeModel();
                } else if (is(start, "usage")) {
                    begin(USAGE);
                } else if (is(start, "error")) {
                    begin(ERROR);
                }
            }
            case 7 -> {
                if (is(start, "choices")) {
                    begin(CHOICES);
                }
            }
            default -> {}
        }
    }

    private void takeModel() {
        if (at < to && bytes[at] == '"') {
            modelStart = at;
            at = Math.min(stringEnd(at + 1) + 1, to);
            modelEnd = at;
        }
    }

    private void begin(int what) {
        if (at >= to) {
            return;
        }
        byte b = bytes[at];
        if (what == CHOICES && b == '[') {
            hasChoices = true;
            choicesDepth = depth + 1;
        } else if (what == ERROR && b == '"') {
            errorStart = at;
            at = Math.min(stringEnd(at + 1) + 1, to);
            errorEnd = at;
        } else if (what != CHOICES && b == '{') {
            top = what;
            topStart = at;
        }
    }

    private void choiceKey(int start, int end) {
        switch (end - start) {
            case 4 -> countIf(is(start, "text"));
            case 5 -> {
                if (is(start, "usage") && at < to && bytes[at] == '{' && usageStart == NONE) {
                    usageStart = at;
                    usageEnd = objectEnd(at);
                }
            }
            case 7 -> countIf(is(start, "content") || is(start, "refusal"));
            case 9 -> countIf(is(start, "arguments") || is(start, "reasoning"));
            case 13 -> {
                if (is(start, "finish_reason") && at < to && bytes[at] == '"') {
                    finished = true;
                }
            }
            case 17 -> countIf(is(start, "reasoning_content"));
            default -> {}
        }
    }

    private void countIf(boolean isText) {
        if (isText && at < to && bytes[at] == '"') {
            int end = stringEnd(at + 1);
            textBytes += end - at - 1;
            at = Math.min(end + 1, to);
        }
    }

    private int objectEnd(int start) {
        JsonSkim inner = new JsonSkim(bytes, start, to);
        do {
            byte b = bytes[inner.at];
            switch (b) {
                case '"' -> inner.string();
                case '{', '[' -> inner.open(b);
                case '}', ']' -> inner.close();
                default -> inner.at++;
            }
        } while (inner.depth > 0 && inner.at < to);
        return inner.at;
    }

    private boolean is(int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int stringEnd(int start) {
        int i = start;
        while (i < to && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        if (i >= to) {
            // The string does not close: what follows cannot be whole.
            depth++;
        }
        return Math.min(i, to);
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < to && bytes[i] <= ' ') {
            i++;
        }
        return i;
    }
}
