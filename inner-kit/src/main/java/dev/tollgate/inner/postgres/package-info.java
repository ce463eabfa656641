/// How services whose schema is in Postgres bound their wait for it, and know that it is away.
@NullMarked
package dev.tollgate.inner.postgres;

import org.jspecify.annotations.NullMarked;
