/// Codes of authenticators (TOTP, RFC 6238) beside passwords: secrets sealed under the master keys, each code
/// taken once, recovery codes in their place.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.totp;
