/// The books: double entry, append only. An account's balance is the sum of its entries and is kept in the same
/// transaction; its lots (credit by origin) sum to the balance while that is positive. Every writer locks the
/// account's row first, in id order.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.ledger;
