package dev.tollgate.billing.usage;

/// Which edge's journal a frame is from.
///
/// @param madeHere billing made it, as the edge did not return
record Origin(String edgeId, long epoch, boolean madeHere) {}
