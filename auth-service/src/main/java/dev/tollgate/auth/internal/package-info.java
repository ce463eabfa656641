/// What every inner call of this service has in common: the token, the one error envelope, lists.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.internal;
