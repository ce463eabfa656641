/// The service's own schema in Postgres, and who migrates it when.
@org.jspecify.annotations.NullMarked
package dev.tollgate.batch.schema;
