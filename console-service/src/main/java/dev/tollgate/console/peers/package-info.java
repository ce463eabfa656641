/// Typed clients of auth, billing and routing, each with its timeout, retry, breaker and bulkhead.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.peers;
