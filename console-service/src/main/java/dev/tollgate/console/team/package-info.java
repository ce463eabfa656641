/// The pages of an account's people: members, invitations, and what they may spend.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.team;
