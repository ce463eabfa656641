/// Providers' credentials: references of the file, secrets set by management, sealed at rest under the master keys.
///
/// Invariants: a secret is never returned, logged or stored in the clear; a ciphertext names its master key.
@NullMarked
package dev.tollgate.routing.credential;

import org.jspecify.annotations.NullMarked;
