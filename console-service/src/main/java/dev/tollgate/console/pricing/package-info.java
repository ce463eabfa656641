/// Prices from draft to publication, and what is earned at them.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.pricing;
