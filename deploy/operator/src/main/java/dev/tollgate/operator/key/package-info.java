/// API keys: minted into Secrets, rotated with grace, revoked with their resource.
@NullMarked
package dev.tollgate.operator.key;

import org.jspecify.annotations.NullMarked;
