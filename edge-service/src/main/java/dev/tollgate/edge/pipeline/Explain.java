package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.credit.Credit;
import dev.tollgate.edge.dispatch.Rehearsal;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.PeerCalls;
import dev.tollgate.edge.permit.PermitRequest;
import dev.tollgate.edge.permit.Permits;
import io.quarkus.arc.All;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// `POST /v1/explain`: a request's body as its own endpoint takes it, and how it would be admitted and routed.
/// `x-tollgate-endpoint` names the endpoint; without it the body is one of the usual endpoint. Nothing is sent,
/// charged, reserved or counted.
@Singleton
class Explain implements PublicRoutes {
    private static final String VERSION = "/v1";

    private final List<Endpoint> endpoints;
    private final List<SessionHost> hosts;
    private final Door door;
    private final Snapshots snapshots;
    private final BooksKeeper books;
    private final Permits permits;
    private final Credit credit;
    private final BillingPeer billing;
    private final Rehearsal rehearsal;
    private final long timeoutMaxMillis;

    Explain(
            @All List<Endpoint> endpoints,
            @All List<SessionHost> hosts,
            Door door,
            Snapshots snapshots,
            BooksKeeper books,
            Permits permits,
            Credit credit,
            BillingPeer billing,
            Rehearsal rehearsal,
            PipelineConfig config) {
        this.endpoints = List.copyOf(endpoints);
        this.hosts = List.copyOf(hosts);
        this.door = door;
        this.snapshots = snapshots;
        this.books = books;
        this.permits = permits;
        this.credit = credit;
        this.billing = billing;
        this.rehearsal = rehearsal;
        this.timeoutMaxMillis = config.timeoutMax().toMillis();
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(new PublicRoute("/explain", "explain", List.of(HttpMethod.POST), this::explain));
    }

    private void explain(Exchange exchange) {
        exchange.request().pause();
        door.open(exchange, (caller, key) -> {
            try {
                Choices choices = Choices.read(exchange.request().headers(), timeoutMaxMillis);
                take(endpoint(exchange), exchange, caller, key, choices);
            } catch (Invalid e) {
                caller.refuse(e.error());
            }
        });
    }

    /// @throws Invalid where there is no such endpoint, or it answers with sessions
    private Endpoint endpoint(Exchange exchange) {
        String named = exchange.request().getHeader(Headers.ENDPOINT);
        return endpoints.stream()
                .filter(endpoint -> named == null ? endpoint.usual() : isAt(endpoint, named))
                .filter(endpoint -> hosts.stream().noneMatch(host -> host.operation() == endpoint.operation()))
                .findFirst()
                .orElseThrow(this::unknown);
    }

    private static boolean isAt(Endpoint endpoint, String named) {
        return named.equals(endpoint.path()) || named.equals(VERSION + endpoint.path());
    }

    private Invalid unknown() {
        String example = endpoints.stream()
                .filter(Endpoint::usual)
                .map(endpoint -> " such as " + VERSION + endpoint.path())
                .findFirst()
                .orElse("");
        return Invalid.value(
                Headers.ENDPOINT,
                "Invalid value for '" + Headers.ENDPOINT + "': must be the path of an endpoint" + example + ".");
    }

    private void take(Endpoint endpoint, Exchange exchange, Door.Caller caller, KeyContext key, Choices choices) {
        caller.guard().after(endpoint.take(exchange.request()), taken -> {
            switch (taken) {
                case Taken.Understood(ModelRequest asked, long bodyNanos, var source) ->
                    caller.guard(asked::discard).run(() -> resolve(exchange, caller, key, asked, choices));
                case Taken.Refused(ServiceError error, long retryAfterMillis) -> caller.refuse(error);
                case Taken.Gone() -> exchange.response().reset();
            }
        });
    }

    private void resolve(Exchange exchange, Door.Caller caller, KeyContext key, ModelRequest asked, Choices choices) {
        RouteOutcome outcome = snapshots.current().route(asked.model(), key, exchange.admittedAt());
        if (!(outcome instanceof RouteOutcome.Routed(Route route))) {
            asked.discard();
            caller.answer(200, Explanation.refused(asked, Unrouted.error(outcome, asked.model())));
        } else if (!Served.is(asked, route.model())) {
            asked.discard();
            caller.answer(200, Explanation.refused(asked, Unrouted.notServed(asked)));
        } else {
            describe(new Call(exchange, key, asked, route, 0).with(choices), caller);
        }
    }

    /// What ratelimit and billing say is asked at once; where one is away, that part is not known.
    private void describe(Call call, Door.Caller caller) {
        Bounds bounds = call.asked().bounds(call.route().model(), call.route().price());
        Future<Optional<Permits.Look>> limits = permits.look(new PermitRequest(
                        call.exchange().id(),
                        call.key(),
                        call.route().model(),
                        call.route().group(),
                        bounds.inputEstimate(),
                        books.likelyOutput(call, bounds)))
                .map(Optional::of)
                .otherwise(Optional.empty());
        Future<Optional<CreditView>> free = call.route().free()
                ? Future.succeededFuture(Optional.empty())
                : PeerCalls.start(billing.credit(call.key().accountId()))
                        .map(Optional::of)
                        .otherwise(Optional.empty());
        caller.guard(call::dropped).after(Future.join(limits, free), both -> {
            List<Rehearsal.Candidate> candidates = rehearsal.of(
                    call.asked().body(call.route().model(), call.route().price()),
                    call.route().targets(),
                    books.wish(call, bounds),
                    call.route().model().outputBound());
            JsonObject told = new Explanation(call, bounds, candidates)
                    .told(
                            limits.result(),
                            free.result(),
                            credit.forecast(
                                    Admission.reserveRequest(call, bounds),
                                    free.result().map(CreditView::free).orElse(0L)));
            call.dropped();
            caller.answer(200, told);
        });
    }
}
