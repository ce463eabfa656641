/// Customers' payments, refunds and disputes, whoever the provider is: what a provider tells is booked once,
/// whatever the order in which it is told (rules 9 and 10).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.payment;
