/// The edge's usage journal: every admitted request from before its upstream call until billing has it (rules 3, 4,
/// 14, 18), and the edge's identity, which lives in the same directory (rules 2).
///
/// A *frame* is one JSON [dev.tollgate.contract.billing.v1.UsageFrame] with a mark, a checksum, a sequence and the
/// epoch it was written in; a *segment* is one zero-filled file of frames.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.journal;
