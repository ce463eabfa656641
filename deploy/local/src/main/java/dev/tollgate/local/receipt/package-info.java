/// `./tollgate verify-receipt`: whether a receipt is genuine and its sums are right, told by anybody's machine.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.receipt;
