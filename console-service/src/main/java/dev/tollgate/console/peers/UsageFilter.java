package dev.tollgate.console.peers;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// Which usage records are wanted; what is absent does not narrow.
///
/// @param userId whose keys made them; needs the account, too
/// @param namespace whose workloads made them; needs the account, too
/// @param outcome `completed`, `failed`, `cancelled` or `interrupted`
/// @param chargeMin nano-credits
/// @param from Unix seconds of the first admission, and `to` of the first one after the last
public record UsageFilter(
        @QueryParam("account_id") @Nullable String accountId,
        @QueryParam("key_id") @Nullable String keyId,
        @QueryParam("user_id") @Nullable String userId,
        @QueryParam("namespace") @Nullable String namespace,
        @QueryParam("model") @Nullable String model,
        @QueryParam("outcome") @Nullable String outcome,
        @QueryParam("endpoint") @Nullable String endpoint,
        @QueryParam("charge_min") @Nullable String chargeMin,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to) {}
