/// Charges worked out by hand, against the adapters and the meter.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.golden;
