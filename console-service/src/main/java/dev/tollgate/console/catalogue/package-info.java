/// The catalogue: its status, its objects, and providers' credentials (write-only).
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.catalogue;
