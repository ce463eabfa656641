package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.edge.cache.Recording;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.door.Asked;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.idempotency.Ticket;
import dev.tollgate.edge.line.Lines;

/// A request whose caller, meaning and route are known.
///
/// @param bodyNanos how long the client took to send its body
/// @param ticket its hold on the name that the caller gave it
/// @param choices the caller's own, in headers
/// @param recording of its answer, should that be kept
public record Call(
        Exchange exchange,
        KeyContext key,
        ModelRequest asked,
        Route route,
        long bodyNanos,
        Ticket ticket,
        Choices choices,
        Recording recording) {
    /// A batch's line is asked at a batch's price, of whichever model.
    public Call {
        route = Lines.isLine(exchange.request()) ? route.forBatch() : route;
    }

    /// One that the caller gave no name.
    public Call(Exchange exchange, KeyContext key, ModelRequest asked, Route route, long bodyNanos) {
        this(exchange, key, asked, route, bodyNanos, Ticket.NONE, Choices.NONE, Recording.NONE);
    }

    Call by(Ticket held) {
        return new Call(exchange, key, asked, route, bodyNanos, held, choices, recording);
    }

    Call with(Choices own) {
        return new Call(exchange, key, asked, route, bodyNanos, ticket, own, recording);
    }

    Call recorded(Recording own) {
        return new Call(exchange, key, asked, route, bodyNanos, ticket, choices, own);
    }

    /// The same, of another model, whose answer is not the one that the request would get again.
    Call at(Route other) {
        return new Call(exchange, key, asked, other, bodyNanos, ticket, choices, Recording.NONE);
    }

    /// Whether it is a batch's line.
    boolean isLine() {
        return Lines.isLine(exchange.request());
    }

    /// What was asked for, as records and logs name it.
    public String operation() {
        return asked.body().operation().label();
    }

    /// For the log, should it be refused.
    public Asked refused() {
        return new Asked(exchange, key, route.model().id());
    }

    /// It is refused, and what it held is let go.
    void dropped() {
        asked.discard();
        ticket.release();
    }
}
