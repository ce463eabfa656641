/// What the edge knows of models and prices: one immutable compiled snapshot, swapped whole.
///
/// Invariants: catalogue and price list of a snapshot come from the same file (rules 11); a model without a price
/// in force is unknown, never free; secrets are opened when a snapshot is compiled and shown nowhere. Look-ups are
/// pure.
@NullMarked
package dev.tollgate.edge.catalogue;

import org.jspecify.annotations.NullMarked;
