package dev.tollgate.edge.account;

import dev.tollgate.contract.id.RequestId;
import java.time.Duration;
import java.util.UUID;

/// Whether a request id is so young that its record may still be on its way.
final class FreshId {
    private static final long WINDOW_MILLIS = Duration.ofMinutes(15).toMillis();

    private FreshId() {}

    static boolean isFresh(UUID id, long nowMillis) {
        long age = nowMillis - RequestId.millis(id);
        return id.version() == 7 && age >= -WINDOW_MILLIS && age < WINDOW_MILLIS;
    }
}
