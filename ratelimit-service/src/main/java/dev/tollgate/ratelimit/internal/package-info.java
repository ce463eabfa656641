/// The inner API's two edges: who may call, and the one envelope of errors.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.internal;
