/// Users: who they are, their passwords, and what they are to the whole installation.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.user;
