package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Makes a user a member of an account, or changes what he is there.
public record MemberCommand(@Nullable AccountRole role) {}
