/// The whole suite on one machine: Postgres, Redis, the demo provider and the six services as processes of their own,
/// started, supervised and stopped in order. `./tollgate` and the end-to-end tests run the same [Stack].
@NullMarked
package dev.tollgate.local.stack;

import org.jspecify.annotations.NullMarked;
