/// `Idempotency-Key`: a request that is sent twice by the same name is answered and charged once. What is kept of an
/// answer is sealed, and lies in Redis for a day.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.idempotency;
