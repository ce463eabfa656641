/// Invitations to an account, by its owners, and to the installation, by operators.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.invitations;
