/// What accounts and spend limits have, hold and still have free: their locked rows, a tally of what one
/// transaction changes, and the guarded updates that write it (rules 6 and 10).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.hold;
