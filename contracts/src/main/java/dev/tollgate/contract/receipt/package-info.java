/// Receipts as anybody can check them: their canonical form, their signature and their sums.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.receipt;
