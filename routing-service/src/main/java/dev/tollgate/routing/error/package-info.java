/// Who may call, and how every failure is told: the internal token and the one envelope.
@NullMarked
package dev.tollgate.routing.error;

import org.jspecify.annotations.NullMarked;
