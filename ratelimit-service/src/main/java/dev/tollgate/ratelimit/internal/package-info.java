/// What requests must bring.
@org.jspecify.annotations.NullMarked
package dev.tollgate.ratelimit.internal;
