package dev.tollgate.contract.billing.v1;

/// Opens the next epoch of an edge. Asking twice with one start id gives the same epoch (rules 2).
///
/// @param startId a UUID made once per start of the process
public record EpochRequest(String startId) {}
