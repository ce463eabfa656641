package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.edge.cache.Recording;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.door.Asked;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Source;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.guard.GuardedCall;
import dev.tollgate.edge.idempotency.Ticket;
import dev.tollgate.edge.line.Lines;
import dev.tollgate.edge.relay.AnswerGuard;
import org.jspecify.annotations.Nullable;

/// A request whose caller, meaning and route are known.
///
/// @param bodyNanos how long others were waited for: the client for its body, guardrails for what they say of it
/// @param source what it was read from, or null
/// @param guarded what guards it, or null
/// @param ticket its hold on the name that the caller gave it
/// @param choices the caller's own, in headers
/// @param recording of its answer, should that be kept
public record Call(
        Exchange exchange,
        KeyContext key,
        ModelRequest asked,
        Route route,
        long bodyNanos,
        @Nullable Source source,
        @Nullable GuardedCall guarded,
        Ticket ticket,
        Choices choices,
        Recording recording) {
    /// A batch's line is asked at a batch's price, of whichever model.
    public Call {
        route = Lines.isLine(exchange.request()) ? route.forBatch() : route;
    }

    /// One that the caller gave no name.
    public Call(Exchange exchange, KeyContext key, ModelRequest asked, Route route, long bodyNanos) {
        this(exchange, key, asked, route, bodyNanos, null, null, Ticket.NONE, Choices.NONE, Recording.NONE);
    }

    static Call of(Exchange exchange, KeyContext key, Taken.Understood understood, Route route) {
        return new Call(
                exchange,
                key,
                understood.request(),
                route,
                understood.bodyNanos(),
                understood.source(),
                null,
                Ticket.NONE,
                Choices.NONE,
                Recording.NONE);
    }

    /// The same, with what guardrails have left of it.
    ///
    /// @param waitedNanos for them
    Call guarded(ModelRequest left, GuardedCall guard, long waitedNanos) {
        return new Call(exchange, key, left, route, bodyNanos + waitedNanos, source, guard, ticket, choices, recording);
    }

    /// Whether its answer is a stream that reaches the caller as it comes.
    boolean streams() {
        AnswerGuard guard = guarded == null ? null : guarded.ofAnswer();
        return asked.stream() && (guard == null || !guard.holdsStreams());
    }

    Call by(Ticket held) {
        return new Call(exchange, key, asked, route, bodyNanos, source, guarded, held, choices, recording);
    }

    Call with(Choices own) {
        return new Call(exchange, key, asked, route, bodyNanos, source, guarded, ticket, own, recording);
    }

    Call recorded(Recording own) {
        return new Call(exchange, key, asked, route, bodyNanos, source, guarded, ticket, choices, own);
    }

    /// The same, of another model, whose answer is not the one that the request would get again.
    Call at(Route other) {
        return new Call(exchange, key, asked, other, bodyNanos, source, guarded, ticket, choices, Recording.NONE);
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
