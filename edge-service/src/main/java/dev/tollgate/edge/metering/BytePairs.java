package dev.tollgate.edge.metering;

/// Counts the tokens of one piece of a text after the other. Not for use by several threads.
///
/// A piece that is a token is one. Else its bytes are merged, two neighbours at a time, those first whose merger has
/// the lowest rank, until no two make a token. The next merger comes from a queue, so a long piece takes little more
/// than the sum of its parts.
final class BytePairs {
    private static final int FIRST_CAPACITY = 64;
    private static final int BYTES_PER_CHAR_MAX = 3;

    private final Vocabulary vocabulary;
    private final PairQueue waiting = new PairQueue();
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /// By where a part begins: where the next one does, where the one before does, and the rank of it and the next
    /// together.
    private int[] next = new int[FIRST_CAPACITY];

    private int[] previous = new int[FIRST_CAPACITY];
    private int[] ranks = new int[FIRST_CAPACITY];

    BytePairs(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// How many tokens a piece is.
    int count(String text, int from, int to) {
        encode(text, from, to);
        return length <= 1 || vocabulary.rank(bytes, 0, length) != Vocabulary.NO_RANK ? 1 : merged();
    }

    private int merged() {
        begin();
        int parts = length;
        while (!waiting.isEmpty()) {
            long pair = waiting.remove();
            int position = PairQueue.positionOf(pair);
            // Else one of the two has become part of another since.
            if (ranks[position] == PairQueue.rankOf(pair)) {
                merge(position);
                parts--;
            }
        }
        return parts;
    }

    private void begin() {
        if (length > next.length) {
            int capacity = Math.max(length, 2 * next.length);
            next = new int[capacity];
            previous = new int[capacity];
            ranks = new int[capacity];
        }
        for (int i = 0; i < length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i < length; i++) {
            rank(i);
        }
    }

    private void merge(int position) {
        int gone = next[position];
        next[position] = next[gone];
        ranks[gone] = Vocabulary.NO_RANK;
        if (next[position] < length) {
            previous[next[position]] = position;
        }
        rank(position);
        if (position > 0) {
            rank(previous[position]);
        }
    }

    private void rank(int position) {
        int second = next[position];
        int rank = second == length ? Vocabulary.NO_RANK : vocabulary.rank(bytes, position, next[second]);
        ranks[position] = rank;
        if (rank != Vocabulary.NO_RANK) {
            waiting.add(rank, position);
        }
    }

    /// As UTF-8; half a surrogate pair becomes a question mark, as with Java's own encoder.
    private void encode(String text, int from, int to) {
        if (BYTES_PER_CHAR_MAX * (to - from) > bytes.length) {
            bytes = new byte[2 * BYTES_PER_CHAR_MAX * (to - from)];
        }
        length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | c >> 6);
                continued(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[length++] = (byte) (0xe0 | c >> 12);
                continued(c >> 6);
                continued(c);
            } else if (i + 1 < to && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                bytes[length++] = (byte) (0xf0 | codePoint >> 18);
                continued(codePoint >> 12);
                continued(codePoint >> 6);
                continued(codePoint);
            } else {
                bytes[length++] = '?';
            }
        }
    }

    private void continued(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }
}
