/// Edges as billing knows them: their identity, and the epochs that fence their earlier starts (rules 2).
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.edge;
