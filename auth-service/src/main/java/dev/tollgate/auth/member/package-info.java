/// Members: what users are to accounts.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.member;
