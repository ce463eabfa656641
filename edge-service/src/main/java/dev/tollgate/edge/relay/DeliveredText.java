package dev.tollgate.edge.relay;

import java.util.Arrays;
import java.util.function.ToLongFunction;

/// The text of one answer, as far as it has to be counted in tokens. While nothing depends on it, four bytes are
/// taken for a token; the tokenizer is asked when the held text grows past its bound, near the end of what is paid
/// for, and for an answer whose usage the provider does not tell.
///
/// The text has three parts: what is delivered, behind it complete chunks that wait for credit, behind them the
/// chunk that is being written.
final class DeliveredText {
    /// Text held at most between two counts, but for chunks that wait.
    static final int HELD_MAX = 8 * 1024;

    private static final int FIRST = 256;
    private static final int BYTES_PER_TOKEN = 4;

    private final ToLongFunction<String> tokenizer;
    private byte[] text = new byte[FIRST];
    private int delivered;
    private int complete;
    private int length;
    /// Tokens of text no longer held.
    private long dropped;
    /// Tokens of the first `countedTo` bytes held, by the tokenizer.
    private long counted;
    private int countedTo;
    /// Tokens that are no text, by the same three parts.
    private long toldDelivered;
    private long toldComplete;
    private long told;

    DeliveredText(ToLongFunction<String> tokenizer) {
        this.tokenizer = tokenizer;
    }

    void add(byte[] bytes, int from, int to) {
        int needed = length + to - from;
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
        }
        System.arraycopy(bytes, from, text, length, to - from);
        length = needed;
    }

    /// Output that is no text.
    void add(long tokens) {
        told += tokens;
    }

    void chunkComplete() {
        complete = length;
        toldComplete = told;
    }

    /// The chunk being written comes to nothing.
    void chunkFailed() {
        length = complete;
        told = toldComplete;
    }

    /// All complete chunks are delivered.
    void deliver() {
        delivered = complete;
        toldDelivered = toldComplete;
        if (delivered > HELD_MAX) {
            countAndForget();
        }
    }

    /// What waits is never delivered.
    void forgetWaiting() {
        complete = delivered;
        length = delivered;
        toldComplete = toldDelivered;
        told = toldDelivered;
        if (countedTo > delivered) {
            counted = 0;
            countedTo = 0;
        }
    }

    /// Tokens delivered: likely.
    long likely() {
        return counted(delivered) + toldDelivered;
    }

    /// Tokens delivered once the complete chunks are: likely.
    long likelyWithWaiting() {
        return counted(complete) + toldComplete;
    }

    /// The same, but never too low: a token has at least one byte.
    long mostWithWaiting() {
        return dropped + counted + (complete - countedTo) + toldComplete;
    }

    /// The same, by the tokenizer.
    long exactWithWaiting() {
        count(complete);
        return dropped + counted + toldComplete;
    }

    /// Tokens delivered, by the tokenizer.
    long exact() {
        if (countedTo > delivered) {
            countedTo = 0;
            counted = 0;
        }
        count(delivered);
        return dropped + counted + toldDelivered;
    }

    private long counted(int to) {
        return to < countedTo
                ? dropped + Math.ceilDiv(to, BYTES_PER_TOKEN)
                : dropped + counted + Math.ceilDiv(to - countedTo, BYTES_PER_TOKEN);
    }

    private void count(int to) {
        if (to != countedTo) {
            counted = to == 0 ? 0 : tokenizer.applyAsLong(JsonText.of(text, 0, to));
            countedTo = to;
        }
    }

    /// Keeps the last words, so that none is counted in two halves.
    private void countAndForget() {
        int cut = wordStart();
        dropped += tokenizer.applyAsLong(JsonText.of(text, 0, cut));
        counted = 0;
        countedTo = 0;
        byte[] rest = text.length > 2 * HELD_MAX ? new byte[FIRST + length - cut] : text;
        System.arraycopy(text, cut, rest, 0, length - cut);
        text = rest;
        delivered -= cut;
        complete -= cut;
        length -= cut;
    }

    /// Of the last word that begins with a space: every encoding cuts there. Text without spaces is cut where a
    /// chunk ended.
    private int wordStart() {
        for (int i = delivered - 2; i > delivered / 2; i--) {
            if (text[i] == ' ' && text[i - 1] != ' ' && isLetter(text[i + 1])) {
                return i;
            }
        }
        return delivered;
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
