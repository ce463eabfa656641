/// Reads a service's own audit log: all services that keep one choose among its entries alike, so that the
/// console can make one list of theirs.
@NullMarked
package dev.tollgate.inner.audit;

import org.jspecify.annotations.NullMarked;
