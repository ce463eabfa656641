package dev.tollgate.edge.metering;

import java.util.Arrays;

/// The tokens of one encoding: a token's rank is its place, and of two mergers the lower rank comes first.
///
/// Their bytes lie one behind the other in one array. A table with open addressing leads from bytes to a rank; an
/// entry also holds a part of the hash, so that bytes that are no token are seldom compared. So a vocabulary is three
/// arrays, and no collector has to walk its tokens.
final class Vocabulary {
    /// What bytes have that are no token: higher than every rank.
    static final int NO_RANK = Integer.MAX_VALUE;

    /// Of an entry, the bits below are the rank, those above are the hash's.
    private static final int RANK_BITS = 18;

    /// No entry: one rank less can be held, therefore.
    private static final int FREE = -1;

    private static final int RANK_MASK = (1 << RANK_BITS) - 1;
    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;
    private static final int GOLDEN_RATIO = 0x9e3779b9;

    private final byte[] bytes;

    /// Where a token begins; the one behind the last is where that one ends.
    private final int[] starts;

    private final int[] table;
    private final int shift;
    private final int tokenBytesMax;

    /// @param bytes of all tokens, in the order of their ranks
    /// @param starts one more than there are tokens
    Vocabulary(byte[] bytes, int[] starts) {
        int tokens = starts.length - 1;
        if (tokens >= RANK_MASK) {
            throw new IllegalArgumentException("A vocabulary of " + tokens + " tokens, more than " + RANK_MASK);
        }
        this.bytes = bytes;
        this.starts = starts;
        int slots = Integer.highestOneBit(Math.max(1, tokens)) << 1;
        this.table = new int[slots];
        this.shift = Integer.numberOfLeadingZeros(slots) + 1;
        Arrays.fill(table, FREE);
        this.tokenBytesMax = enterAll(tokens);
    }

    private int enterAll(int tokens) {
        int longest = 0;
        for (int rank = 0; rank < tokens; rank++) {
            enter(hash(bytes, starts[rank], starts[rank + 1]), rank);
            longest = Math.max(longest, starts[rank + 1] - starts[rank]);
        }
        return longest;
    }

    private void enter(int hash, int rank) {
        int slot = hash >>> shift;
        while (table[slot] != FREE) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = (hash << RANK_BITS) | rank;
    }

    int size() {
        return starts.length - 1;
    }

    /// The rank of these bytes, or [#NO_RANK].
    int rank(byte[] text, int from, int to) {
        if (to - from > tokenBytesMax) {
            return NO_RANK;
        }
        int hash = hash(text, from, to);
        int slot = hash >>> shift;
        int entry = table[slot];
        while (entry != FREE) {
            if (((entry ^ (hash << RANK_BITS)) & ~RANK_MASK) == 0 && is(entry & RANK_MASK, text, from, to)) {
                return entry & RANK_MASK;
            }
            slot = (slot + 1) & (table.length - 1);
            entry = table[slot];
        }
        return NO_RANK;
    }

    private boolean is(int rank, byte[] text, int from, int to) {
        return Arrays.equals(bytes, starts[rank], starts[rank + 1], text, from, to);
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = FNV_BASIS;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * FNV_PRIME;
        }
        return (hash ^ (hash >>> 15)) * GOLDEN_RATIO;
    }
}
