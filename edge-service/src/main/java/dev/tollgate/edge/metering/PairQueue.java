package dev.tollgate.edge.metering;

import java.util.Arrays;

/// Pairs that wait to be merged: the lowest rank first, and of equals the one further left. A binary heap in one
/// array.
final class PairQueue {
    private long[] pairs = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(int rank, int position) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        long pair = ((long) rank << 32) | position;
        int at = size++;
        while (at > 0 && pairs[(at - 1) >>> 1] > pair) {
            pairs[at] = pairs[(at - 1) >>> 1];
            at = (at - 1) >>> 1;
        }
        pairs[at] = pair;
    }

    static int rankOf(long pair) {
        return (int) (pair >>> 32);
    }

    static int positionOf(long pair) {
        return (int) pair;
    }

    /// Of a queue that is not empty.
    long remove() {
        long first = pairs[0];
        long last = pairs[--size];
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && pairs[child + 1] < pairs[child]) {
                child++;
            }
            if (last <= pairs[child]) {
                break;
            }
            pairs[at] = pairs[child];
            at = child;
            child = 2 * at + 1;
        }
        pairs[at] = last;
        return first;
    }
}
