package dev.tollgate.console.peers;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// Which changes are wanted; what is absent does not narrow.
///
/// @param actor a user with all his tokens, a token, or both as entries have them
/// @param action `key.create`, or all of `key`
/// @param subject the id of what was changed
/// @param from Unix seconds of the first change, and `to` of the first one after the last
public record AuditFilter(
        @QueryParam("actor") @Nullable String actor,
        @QueryParam("action") @Nullable String action,
        @QueryParam("subject") @Nullable String subject,
        @QueryParam("account_id") @Nullable String accountId,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to) {}
