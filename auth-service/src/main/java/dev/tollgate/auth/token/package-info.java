/// Tokens for the management API: personal ones with scopes, and the sessions that a login gives; and whose a token
/// is, with the roles of this moment.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.token;
