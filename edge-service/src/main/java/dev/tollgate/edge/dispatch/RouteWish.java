package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue.Routing;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.edge.catalogue.RouteHints;

/// How one request wants its deployments chosen.
///
/// @param model public id
/// @param strategy of its route
/// @param cacheMillis how long its providers keep a prompt's beginning; 0: its requests need not stick
/// @param conversation hash of how the conversation begins
/// @param opening hash of what many conversations begin with, instructions and tools; 0 for nothing
/// @param likely what it will likely consume
/// @param hints the caller's own
public record RouteWish(
        String model,
        Strategy strategy,
        long cacheMillis,
        long conversation,
        long opening,
        Quantities likely,
        RouteHints hints) {
    /// Of a request that asks for nothing in particular.
    public static RouteWish of(String model, long conversation) {
        return new RouteWish(
                model,
                Strategy.WEIGHTED,
                Routing.DEFAULT.cacheMillis(),
                conversation,
                0,
                Quantities.NONE,
                RouteHints.NONE);
    }
}
