/// Compares what a provider says we used with what our usage records say, by day and model.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.reconcile;
