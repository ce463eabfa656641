/// Request, token, daily and concurrency limits, counted in Redis and nowhere else.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit;
