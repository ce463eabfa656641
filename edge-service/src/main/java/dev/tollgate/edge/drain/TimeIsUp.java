package dev.tollgate.edge.drain;

/// Fired once by an edge that drains, when requests are still under way after their time: whoever has one ends it
/// now, tells its caller why, and keeps its books.
public record TimeIsUp() {}
