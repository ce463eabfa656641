/// What is earned: customers' charges beside providers' costs, by day, provider and model.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.margin;
