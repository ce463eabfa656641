package dev.tollgate.edge.catalogue;

/// A deployment that is sent copies of its model's requests, and never a request.
///
/// @param share of 10,000 requests
public record ShadowTarget(Target target, int share) {}
