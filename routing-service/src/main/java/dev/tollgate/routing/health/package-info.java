/// What edges tell of the health of deployments, put together: which cooldown all have to keep, and whose breaker
/// opens for all.
///
/// A *sight* is what one edge sees of one deployment. Invariants: one edge alone never closes a deployment to the
/// others; all state is in Postgres, so that any replica answers for all, and all of it may be lost.
@NullMarked
package dev.tollgate.routing.health;

import org.jspecify.annotations.NullMarked;
