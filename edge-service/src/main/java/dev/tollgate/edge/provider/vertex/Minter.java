package dev.tollgate.edge.provider.vertex;

import io.vertx.core.Future;
import java.time.Instant;

/// Has a token minted of a service account's key.
interface Minter {
    /// @param expires after which it is worth nothing
    record Minted(String token, Instant expires) {
        @Override
        public String toString() {
            return "Minted[" + expires + "]";
        }
    }

    /// It is not to be had with this key.
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    /// Fails with [Refused], or with anything else when it could not be found out.
    Future<Minted> mint(String baseUrl, String credential);
}
