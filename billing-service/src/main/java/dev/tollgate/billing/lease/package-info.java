/// Credit leases: what edges may spend of an account's credit and its spend limits, for how long, and what becomes
/// of the rest (rules 1, 2, 5, 6, 8). A lease has an owner (edge and epoch), counts up what it granted, and answers
/// an ask that is repeated with what it answered before.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.lease;
