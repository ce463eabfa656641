/// The error codes of the public envelope, and the error that crosses our own services.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.error;
