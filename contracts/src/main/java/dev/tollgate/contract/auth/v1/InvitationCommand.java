package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Invites whoever has this mailbox.
///
/// @param role what he will be to the account; read only where there is one
public record InvitationCommand(
        @Nullable String email, @Nullable AccountRole role) {}
