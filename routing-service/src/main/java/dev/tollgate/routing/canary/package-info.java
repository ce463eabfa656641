/// Canaries: a new deployment of a model gets a share of its requests that grows step by step while it fails no
/// more than the others, and none at all once it does.
///
/// Decisions only: a *state* and what edges have counted in, what becomes of it out. The catalogue's watch carries
/// them out, and the catalogue that edges hold has nothing but weights.
@NullMarked
package dev.tollgate.routing.canary;

import org.jspecify.annotations.NullMarked;
