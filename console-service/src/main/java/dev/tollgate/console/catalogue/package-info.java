/// The catalogue's status, its groups, and providers' credentials (write-only).
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.catalogue;
