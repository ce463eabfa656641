package dev.tollgate.console.keys;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// Which keys a caller looks for.
///
/// @param search part of the name, or the last characters of the secret
/// @param status `ACTIVE`, `DISABLED` or `REVOKED`
public record KeySearch(
        @QueryParam("search") @Nullable String search,
        @QueryParam("status") @Nullable String status) {
    public KeySearch {
        search = search == null || search.isBlank() ? null : search.strip();
        status = status == null || status.isBlank() ? null : status;
    }

    /// Whether not all are looked for.
    public boolean isAny() {
        return search != null || status != null;
    }
}
