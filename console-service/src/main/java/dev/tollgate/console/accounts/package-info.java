/// Accounts: who pays, their credit, gifts, spend limits and ledger entries.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.accounts;
