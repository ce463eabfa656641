/// How many edges there are: what a degraded edge divides its limits by.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.edge;
