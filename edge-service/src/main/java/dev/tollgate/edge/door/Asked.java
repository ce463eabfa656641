package dev.tollgate.edge.door;

import dev.tollgate.contract.auth.v1.KeyContext;
import org.jspecify.annotations.Nullable;

/// A request at the door, with what has been found out about it so far: for the log, when it is refused.
///
/// @param key null while the caller is unknown
/// @param model the catalogue's id, never the name that the caller used: that could be anything
public record Asked(
        Exchange exchange,
        @Nullable KeyContext key,
        @Nullable String model) {
    public static Asked unknown(Exchange exchange) {
        return new Asked(exchange, null, null);
    }

    public static Asked by(KeyContext key, Exchange exchange) {
        return new Asked(exchange, key, null);
    }
}
