/// Attempts: which deployment next, until one's answer is committed. Priority and weight, breaker and cooldown,
/// deadline.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.dispatch;
