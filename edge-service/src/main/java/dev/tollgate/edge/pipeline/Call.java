package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.chat.ChatRequest;
import dev.tollgate.edge.door.Asked;
import dev.tollgate.edge.door.Exchange;

/// A request whose caller, meaning and route are known.
///
/// @param bodyNanos how long the client took to send its body
record Call(Exchange exchange, KeyContext key, ChatRequest chat, Route route, long bodyNanos) {
    /// For the log, should it be refused.
    Asked asked() {
        return new Asked(exchange, key, route.model().id());
    }
}
