/// The one envelope, for every error that leaves this service.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.error;
