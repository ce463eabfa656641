/// Usage: frames that edges ship, what is in flight, and the records made of them: each request counted once,
/// charged once and booked in one transaction (rules 3, 7, 9, 14). Public is only what the end of leases needs.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.usage;
