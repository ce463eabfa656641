/// What requests must bring, the database being away, and what runs in the background.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.internal;
