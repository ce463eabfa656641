package dev.tollgate.contract.auth.v1;

/// Who may make himself a user of this installation.
public enum SignupMode {
    /// Whoever has an e-mail address.
    OPEN,
    /// Whoever was sent an invitation.
    INVITATION,
    /// Nobody: operators make users.
    OFF
}
