package dev.tollgate.edge.provider.spi.openai;

import dev.tollgate.edge.provider.spi.AnswerWriter;

/// What one pass over an OpenAI-shaped object finds, without building anything: where `model`, `usage` and errors
/// stand, how the choices ended, and which text they carry. A stream's events are all of this one shape, so this is
/// what a relayed token costs. One instance reads one object after the other.
///
/// Strings are skipped by their quotes, escapes respected; brackets are only counted. That is no validation: it
/// finds out about truncation, not about every malformed answer.
public final class JsonSkim extends JsonCursor {
    private static final int NONE = -1;
    private static final int CHOICES_DEPTH = 2;

    private int from;
    private boolean inChoices;
    private boolean topIsKnown;

    private int modelStart;
    private int modelEnd;
    private int usageStart;
    private int usageEnd;
    private int errorStart;
    private int errorEnd;
    private boolean hasChoices;
    private boolean choicesFilled;
    private boolean finished;
    private boolean failed;
    private boolean tells;

    /// Skims the object between `from` and `to`, and tells `text` what its choices say.
    public void read(byte[] object, int start, int end, AnswerWriter text) {
        bytes = object;
        from = start;
        at = start;
        to = end;
        depth = 0;
        inChoices = false;
        topIsKnown = false;
        modelStart = NONE;
        usageStart = NONE;
        errorStart = NONE;
        hasChoices = false;
        choicesFilled = false;
        finished = false;
        failed = false;
        tells = false;
        run(text);
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

    /// Whether there is an `error`, at the top or in a choice, or the object is one: `"object":"error"`,
    /// `"type":"error"`, or words (`message`, `detail`) and nothing of a completion.
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

    /// Whether a choice has ended for a reason that is a failure of the provider: `error`, or DeepSeek's
    /// `insufficient_system_resource`.
    public boolean isFailed() {
        return failed;
    }

    private void run(AnswerWriter text) {
        while (at < to) {
            byte b = bytes[at];
            switch (b) {
                case '"' -> string(text);
                case '{', '[' -> open(b);
                case '}', ']' -> close();
                default -> at = plainEnd();
            }
        }
        if (tells && !hasChoices && usageStart == NONE && errorStart == NONE) {
            errorStart = from;
            errorEnd = to;
        }
    }

    /// Behind what is neither a string nor a bracket.
    private int plainEnd() {
        byte[] text = bytes;
        int end = to;
        int i = at + 1;
        while (i < end && text[i] != '"' && (text[i] | 0x20) != '{' && (text[i] | 0x20) != '}') {
            i++;
        }
        return i;
    }

    private void open(byte bracket) {
        if (depth == 0) {
            topIsKnown = bracket == '{';
        } else if (inChoices && depth == CHOICES_DEPTH) {
            choicesFilled = true;
        }
        depth++;
        at++;
    }

    private void close() {
        depth--;
        at++;
        if (depth < CHOICES_DEPTH) {
            inChoices = false;
        }
    }

    private void string(AnswerWriter text) {
        int start = at + 1;
        int end = stringEnd(start);
        at = Math.min(end + 1, to);
        int next = skipSpace(at);
        if (next < to && bytes[next] == ':') {
            at = skipSpace(next + 1);
            if (at < to) {
                key(start, end - start, text);
            }
        }
    }

    private void key(int start, int length, AnswerWriter text) {
        if (depth == 1) {
            topKey(start, length);
        } else if (inChoices && depth == CHOICES_DEPTH + 1) {
            choiceKey(start, length, text);
        } else if (inChoices) {
            textKey(start, length, text);
        }
    }

    private void topKey(int start, int length) {
        switch (length) {
            case 4 -> errorIf(is(start, "type"));
            case 5 -> {
                if (is(start, "model")) {
                    takeModel();
                } else if (is(start, "usage")) {
                    takeUsage();
                } else if (is(start, "error")) {
                    takeError();
                }
            }
            case 6 -> {
                errorIf(is(start, "object"));
                tells |= bytes[at] != 'n' && is(start, "detail");
            }
            case 7 -> {
                if (is(start, "choices")) {
                    hasChoices = bytes[at] == '[';
                    inChoices = hasChoices;
                } else {
                    tells |= bytes[at] == '"' && is(start, "message");
                }
            }
            default -> {}
        }
    }

    private void choiceKey(int start, int length, AnswerWriter text) {
        switch (length) {
            case 5 -> {
                if (is(start, "usage") && usageStart == NONE) {
                    takeUsage();
                } else if (is(start, "error")) {
                    takeError();
                }
            }
            case 13 -> {
                if (bytes[at] == '"' && is(start, "finish_reason")) {
                    finished = true;
                    failed |= valueIs("error") || valueIs("insufficient_system_resource");
                }
            }
            default -> textKey(start, length, text);
        }
    }

    private void textKey(int start, int length, AnswerWriter text) {
        switch (length) {
            case 4 -> tellIf(is(start, "text"), text);
            case 7 -> tellIf(is(start, "content") || is(start, "refusal"), text);
            case 9 -> tellIf(is(start, "arguments") || is(start, "reasoning"), text);
            case 17 -> {
                tellIf(is(start, "reasoning_content"), text);
                if (is(start, "reasoning_details")) {
                    // OpenRouter says here again what stands in `reasoning`.
                    at = valueEnd(at);
                }
            }
            default -> {}
        }
    }

    private void tellIf(boolean isText, AnswerWriter text) {
        if (isText && at < to && bytes[at] == '"') {
            int start = at + 1;
            int end = stringEnd(start);
            if (end > start) {
                text.text(bytes, start, end);
            }
            at = Math.min(end + 1, to);
        }
    }

    private void takeModel() {
        if (bytes[at] == '"') {
            modelStart = at;
            at = valueEnd(at);
            modelEnd = at;
        }
    }

    private void takeUsage() {
        if (bytes[at] == '{') {
            usageStart = at;
            at = valueEnd(at);
            usageEnd = at;
        }
    }

    private void takeError() {
        if (bytes[at] == '{' || bytes[at] == '"') {
            int start = at;
            at = valueEnd(at);
            if (at - start > 2) {
                // Not "" and not {}: SDKs take those for no error.
                errorStart = start;
                errorEnd = at;
            }
        }
    }

    private void errorIf(boolean names) {
        if (names && valueIs("error")) {
            tells = true;
        }
    }
}
