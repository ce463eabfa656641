/// Stripe as far as we use it: strict about what it is sent, with state, test money, a payment page, and webhooks that
/// are signed, repeated and told as the real ones are.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.fake.stripe;
