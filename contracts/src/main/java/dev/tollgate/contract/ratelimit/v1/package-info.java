/// Limits, permits and slices.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.ratelimit.v1;
