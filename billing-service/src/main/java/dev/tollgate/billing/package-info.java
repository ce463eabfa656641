/// Money: the books, prices, credit leases and usage records. Each feature is a package of its own.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing;
