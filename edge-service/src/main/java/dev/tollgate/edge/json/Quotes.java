package dev.tollgate.edge.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds where a JSON string ends, eight bytes a step: pictures come as strings of megabytes.
final class Quotes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long ESCAPES = ONES * '\\';

    private Quotes() {}

    /// The closing quote of a string, or `to` or beyond when there is none before.
    ///
    /// @param from in the string: behind its opening quote, and not behind a backslash
    static int closing(byte[] bytes, int from, int to) {
        int at = special(bytes, from, to);
        while (at < to && bytes[at] == '\\') {
            at = special(bytes, at + 2, to);
        }
        return at;
    }

    /// Whether there is no escape in a string.
    static boolean isPlain(byte[] bytes, int from, int to) {
        return special(bytes, from, to) == to;
    }

    /// The next quote or backslash.
    private static int special(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long eight = (long) LONGS.get(bytes, at);
            long found = zeros(eight ^ QUOTES) | zeros(eight ^ ESCAPES);
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /// The high bit of each byte that is zero; above the lowest of them, of others too.
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }
}
