/// Daily counts that Redis has lost, brought back from what billing has counted (rules 16).
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.day;
