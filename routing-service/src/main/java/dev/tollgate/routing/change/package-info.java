/// Routing's revisions and change feed (rules 12).
///
/// Invariant: a change takes the next revision in its own transaction, so that commit order is number order. The door
/// bell is rung after commit and may be lost.
@NullMarked
package dev.tollgate.routing.change;

import org.jspecify.annotations.NullMarked;
