/// Signing in by the word of an identity provider, by OpenID Connect's authorisation code flow. `quarkus-oidc` speaks
/// with the provider and proves what it said; it judges no other path than the two of [OidcPages]. What is proved is
/// told to auth, whose rules say who it is; what the provider issued is forgotten with the call.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.oidc;
