/// Invitations: to an account, by its owners, or to the installation, by operators. Whoever has the mailbox
/// accepts, once.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.invitation;
