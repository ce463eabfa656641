/// What the inner services do alike towards their callers: the token, the one envelope, the description of their calls.
/// No feature belongs here, and neither the edge nor the console uses it.
@NullMarked
package dev.tollgate.inner;

import org.jspecify.annotations.NullMarked;
