/// The ledger's verification.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.ledger;
