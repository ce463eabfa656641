package dev.tollgate.contract.id;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Request ids are UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. The day of a usage
/// record's partition is derived from the id, so that a record delivered again after midnight meets its first copy
/// (rules 9).
public final class RequestId {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestId() {}

    /// A new id for a request admitted at this time. Unique, not secret.
    public static UUID next(long unixMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (unixMillis << 16) | VERSION_7 | (random.nextLong() & 0xFFFL);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }

    /// The smallest id of this millisecond, or of a later one: where a range of times begins in the order of ids.
    public static UUID smallest(long unixMillis) {
        return new UUID((unixMillis << 16) | VERSION_7, VARIANT);
    }

    /// When the id was made, in Unix milliseconds.
    public static long millis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    /// The UTC day of the request.
    public static LocalDate day(UUID id) {
        return Instant.ofEpochMilli(millis(id)).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
