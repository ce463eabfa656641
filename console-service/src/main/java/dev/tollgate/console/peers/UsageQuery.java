package dev.tollgate.console.peers;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// Which sums of usage are wanted; what is absent does not narrow.
///
/// @param from Unix seconds of the first admission, and `to` of the first one after the last
public record UsageQuery(
        @QueryParam("account_id") @Nullable String accountId,
        @QueryParam("key_id") @Nullable String keyId,
        @QueryParam("model") @Nullable String model,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to) {}
