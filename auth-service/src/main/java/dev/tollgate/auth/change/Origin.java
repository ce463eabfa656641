package dev.tollgate.auth.change;

import dev.tollgate.contract.http.Headers;
import jakarta.ws.rs.HeaderParam;
import org.jspecify.annotations.Nullable;

/// Who makes a change, and by which call; the console tells both.
public record Origin(
        @HeaderParam(Headers.ACTOR) @Nullable String actor,
        @HeaderParam(Headers.REQUEST_ID) @Nullable String requestId) {}
