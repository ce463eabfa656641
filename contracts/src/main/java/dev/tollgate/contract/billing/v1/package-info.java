/// Price lists, credit leases, usage frames and the books.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.billing.v1;
