package dev.tollgate.contract.billing.v1;

/// @param epoch supersedes all lower ones of this edge: those may deliver usage, never renew, extend or return
/// @param serverTime billing's clock in Unix milliseconds; an edge more than 2 s off is not ready (rules 11)
public record EdgeEpoch(String edgeId, long epoch, long serverTime) {}
