/// Users, members of accounts, tokens and logins.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.users;
