package dev.tollgate.ratelimit.store;

import java.util.Locale;

/// The scripts, one file each in `redis/`; every one of them may be run twice with the same ids.
public enum Script {
    PERMIT,
    UNDO,
    CORRECT,
    RENEW,
    SLICE,
    GIVEBACK,
    RESTORE,
    EDGES;

    String file() {
        return "redis/" + name().toLowerCase(Locale.ROOT) + ".lua";
    }
}
