/// Who identity providers' people are here: (issuer, subject) → user. The console has verified what it tells.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.identity;
