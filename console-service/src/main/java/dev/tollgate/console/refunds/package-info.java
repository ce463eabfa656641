/// The operator's queue of refunds that customers asked for.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.refunds;
