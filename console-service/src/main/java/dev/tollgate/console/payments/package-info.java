/// Payments: top-ups, saved cards, refunds, and the door for a payment provider's events.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.payments;
