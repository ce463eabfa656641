/// Gifts: credit given, once per idempotency key, and booked out when its time is over. A gift is never refunded.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.gift;
