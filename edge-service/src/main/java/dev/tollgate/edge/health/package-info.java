/// The health of deployments beyond this edge: what it has seen is told to routing in the background, what others
/// have seen is taken over.
///
/// A *report* is what an edge tells, a *verdict* what it is told. Invariants: nothing here is on a request's path;
/// without routing the edge judges by what it sees itself, as before.
@NullMarked
package dev.tollgate.edge.health;

import org.jspecify.annotations.NullMarked;
