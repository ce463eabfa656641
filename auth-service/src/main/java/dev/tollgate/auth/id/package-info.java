/// Opaque ids.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.id;
