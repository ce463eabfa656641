/// Signed receipts of settled requests, and the public keys by which anybody checks them (rules 20).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.receipt;
