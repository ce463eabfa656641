package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import org.jspecify.annotations.Nullable;

/// What one request asks of a plan.
///
/// @param affinity hash of what belongs together: the same gives the same order, on every edge
/// @param pinned the deployment that has the request's beginning in its cache, or null
/// @param likely what it will likely consume: by this, costs are compared
/// @param hints the caller's own
public record Wish(
        Strategy strategy, long affinity, @Nullable String pinned, Quantities likely, RouteHints hints) {}
