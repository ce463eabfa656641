/// Accounts: who pays, their group and limits.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.account;
