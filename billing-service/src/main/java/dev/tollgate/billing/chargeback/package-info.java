/// Chargebacks: money that a customer's bank took back. What is free goes, the rest is owed, the account is frozen;
/// a chargeback is always booked, however little is left (rules 10).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.chargeback;
