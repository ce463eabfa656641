/// Small public endpoints that only need to know who asks: authenticated, answered with JSON, refused in the
/// envelope.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.door;
