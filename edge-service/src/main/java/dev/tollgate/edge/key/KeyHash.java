package dev.tollgate.edge.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SHA-256 of a key in four words: what the cache is keyed by, without a secret and without text. The words are
/// random, so that any of them is a hash code.
record KeyHash(long a, long b, long c, long d) {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(KeyHash::sha256);

    static KeyHash of(String key) {
        byte[] digest = SHA_256.get().digest(key.getBytes(StandardCharsets.UTF_8));
        return new KeyHash(
                (long) LONGS.get(digest, 0), (long) LONGS.get(digest, 8), (long) LONGS.get(digest, 16), (long)
                        LONGS.get(digest, 24));
    }

    /// From [#hex]; null when it is none.
    static @Nullable KeyHash read(String hex) {
        return HEX.matcher(hex).matches()
                ? new KeyHash(word(hex, 0), word(hex, 16), word(hex, 32), word(hex, 48))
                : null;
    }

    private static long word(String hex, int from) {
        return Long.parseUnsignedLong(hex, from, from + 16, 16);
    }

    /// Lower-case hex, as auth is asked.
    String hex() {
        return String.format("%016x%016x%016x%016x", a, b, c, d);
    }

    @Override
    public int hashCode() {
        return (int) a;
    }

    /// Never shown whole.
    @Override
    public String toString() {
        return "KeyHash";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
