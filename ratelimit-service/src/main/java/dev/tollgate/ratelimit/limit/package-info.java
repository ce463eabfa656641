/// Permits: one request judged by all of its small limits at once, corrected and released when it has ended.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.limit;
