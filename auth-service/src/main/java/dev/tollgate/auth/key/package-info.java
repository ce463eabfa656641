/// API keys: made once, stored as a hash, introspected by edges, rotated, revoked for good.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.key;
