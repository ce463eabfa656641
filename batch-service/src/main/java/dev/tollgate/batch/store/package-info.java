/// Postgres, as the features use it: short statements and transactions on virtual threads.
@org.jspecify.annotations.NullMarked
package dev.tollgate.batch.store;
