/// Slices of large limits: authority that an edge holds for a moment, counted as spent when granted.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.lease;
