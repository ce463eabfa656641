/// Stripe behind the payment provider's interface: the only place that knows its library and its words.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.payment.stripe;
