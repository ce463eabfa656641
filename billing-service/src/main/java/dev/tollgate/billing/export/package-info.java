/// Tells other systems of usage: from an outbox, which is written with the records, to Kafka, at least once (ADR
/// 0034).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.export;
