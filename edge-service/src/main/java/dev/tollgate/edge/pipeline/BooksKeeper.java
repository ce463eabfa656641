package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.edge.cache.Recording;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.dispatch.DispatchRequest;
import dev.tollgate.edge.dispatch.Dispatcher;
import dev.tollgate.edge.dispatch.RouteWish;
import dev.tollgate.edge.dispatch.StandIn;
import dev.tollgate.edge.door.Guard;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.permit.Permit;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens the books of an admitted request and hands it, with them, to the dispatcher.
@Singleton
class BooksKeeper {
    private final Admission admission;
    private final Journal journal;
    private final LiveStreams streams;
    private final Dispatcher dispatcher;
    private final TokenCounter tokens;
    private final PipelineMetrics metrics;
    private final Refusals refusals;
    private final Snapshots snapshots;

    BooksKeeper(
            Admission admission,
            Journal journal,
            LiveStreams streams,
            Dispatcher dispatcher,
            TokenCounter tokens,
            PipelineMetrics metrics,
            Refusals refusals,
            Snapshots snapshots) {
        this.admission = admission;
        this.journal = journal;
        this.streams = streams;
        this.dispatcher = dispatcher;
        this.tokens = tokens;
        this.metrics = metrics;
        this.refusals = refusals;
        this.snapshots = snapshots;
    }

    /// From here on the dispatcher relays, and the books meter and settle at its hooks.
    void run(Call call, Admission.Outcome.Admitted admitted) {
        if (call.asked().body().flows()) {
            stream(
                    call,
                    admitted,
                    streams.enter(call.key().keyId(), call.exchange().startNanos()));
        } else {
            guard(call, admitted).run(() -> dispatcher.dispatch(request(call, admitted, BooksKeeper::noStream)));
        }
    }

    private void stream(Call call, Admission.Outcome.Admitted admitted, LiveStreams.Live live) {
        if (live.isRevoked()) {
            letGo(call, admitted, live::leave);
            refusals.refuse(call.refused(), LiveStreams.REVOKED);
        } else {
            refusals.guard(call.refused(), () -> letGo(call, admitted, live::leave))
                    .run(() -> live.run(() -> dispatcher.dispatch(request(call, admitted, live::leave))));
        }
    }

    /// Around what comes before its books are open: what was granted goes back.
    Guard guard(Call call, Admission.Outcome.Admitted admitted) {
        return refusals.guard(call.refused(), () -> letGo(call, admitted, BooksKeeper::noStream));
    }

    /// It does not come to books.
    private static void letGo(Call call, Admission.Outcome.Admitted admitted, Runnable onEnd) {
        onEnd.run();
        admitted.permit().giveBack();
        admitted.reservation().release();
        call.dropped();
    }

    private DispatchRequest request(Call call, Admission.Outcome.Admitted admitted, Runnable onEnd) {
        Books books = new Books(call, admitted, this, onEnd);
        StandIn standIn = call.choices().fallback() ? new StandIns(this, books) : StandIn.NONE;
        return request(call, books, standIn, headers(call, admitted.permit()));
    }

    /// The same request of the model that stands in; its limits were charged before.
    DispatchRequest instead(Call other, Books books, StandIn standIn, StandIn.Reason reason) {
        Map<String, String> headers = headers(other, books.permit());
        headers.put(Headers.MODEL, other.route().model().id());
        headers.put(Headers.FALLBACK, reason.word());
        return request(other, books, standIn, headers);
    }

    /// The call at another model, or null where its caller may not use that one, or nothing could answer it.
    @Nullable
    Call of(Call call, String model) {
        return snapshots.current().route(model, call.key(), call.exchange().admittedAt())
                                instanceof RouteOutcome.Routed(Route route)
                        && Served.is(call.asked(), route.model())
                        && !call.choices().hints().narrow(route.targets()).isEmpty()
                ? call.at(route)
                : null;
    }

    static Map<String, String> headers(Call call, Permit permit) {
        Map<String, String> headers = new HashMap<>(permit.headers());
        headers.put(Headers.PRICE_VERSION, Long.toString(call.route().priceVersion()));
        if (call.recording() != Recording.NONE) {
            headers.put(Headers.CACHE, "miss");
        }
        return headers;
    }

    private DispatchRequest request(Call call, Books books, StandIn standIn, Map<String, String> headers) {
        return new DispatchRequest(
                call.exchange().id(),
                call.asked()
                        .body(
                                call.route().model(),
                                call.route().price(),
                                call.key().accountId()),
                call.route().model().outputBound(),
                books.outputBound().perChoice(),
                call.route().targets(),
                wish(call, books.bounds()),
                call.choices().timeoutMillis(),
                call.exchange().startNanos(),
                headers,
                call.exchange().request().getHeader("traceparent"),
                call.exchange().errors(),
                call.exchange().response(),
                books,
                standIn);
    }

    /// What has no text for an answer has no conversation that a provider could keep.
    RouteWish wish(Call call, Bounds bounds) {
        Route route = call.route();
        Strategy own = route.group().strategy();
        int caller = call.key().keyId().hashCode();
        boolean alone = route.targets().size() == 1;
        return new RouteWish(
                route.model().id(),
                own == null ? route.model().routing().strategy() : own,
                bounds.output() == 0 ? 0 : route.model().routing().cacheMillis(),
                call.asked().affinity() ^ caller,
                alone ? 0 : call.asked().opening(),
                alone ? Quantities.NONE : admission.likely(call, bounds),
                call.choices().hints());
    }

    long likelyOutput(Call call, Bounds bounds) {
        return admission.likelyOutput(call, bounds);
    }

    Admission admission() {
        return admission;
    }

    Journal journal() {
        return journal;
    }

    TokenCounter tokens() {
        return tokens;
    }

    PipelineMetrics metrics() {
        return metrics;
    }

    /// Unix milliseconds; 0 when not known.
    long pricesKnownAt() {
        return snapshots.pricesKnownAt();
    }

    private static void noStream() {
        // Nobody waits for its end.
    }
}
