package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Whom a spend limit binds: all keys of the account, unless one of these is given.
///
/// @param group only the account's keys of this group
/// @param userId only the account's keys of this user, a member of it
public record SpendLimitBindingCommand(
        @Nullable String group,
        @JsonProperty("user_id") @Nullable String userId) {}
