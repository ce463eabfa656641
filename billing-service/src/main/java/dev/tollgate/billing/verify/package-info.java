/// Recomputes the books from their entries and usage records, in SQL and in one snapshot, and names the first
/// difference.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.verify;
