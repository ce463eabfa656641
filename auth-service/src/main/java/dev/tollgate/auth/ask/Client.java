package dev.tollgate.auth.ask;

import dev.tollgate.contract.http.Headers;
import jakarta.ws.rs.HeaderParam;
import org.jspecify.annotations.Nullable;

/// Where a call of the management API came from, as the console tells.
///
/// @param agent what the caller's program calls itself
public record Client(
        @HeaderParam(Headers.CLIENT_ADDRESS) @Nullable String address,
        @HeaderParam(Headers.CLIENT_AGENT) @Nullable String agent) {}
