package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.door.Asked;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.key.AuthOutcome;
import dev.tollgate.edge.key.Authenticator;
import dev.tollgate.edge.line.Lines;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.trace.Tracing;
import io.quarkus.arc.All;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The way of a request to a model through the edge, in the seeds' own order: authenticate, parse, resolve the
/// route, limit, reserve credit, dispatch (with fallback), relay, meter, settle. The same for every endpoint. Each
/// step either calls the next or refuses; one that fails behind a future is a refusal, too.
@Singleton
class Pipeline implements PublicRoutes {
    private static final long RETRY_SOON_MILLIS = 1_000;

    private final List<Endpoint> endpoints;
    private final Map<Operation, SessionHost> hosts;
    private final Authenticator authenticator;
    private final Lines lines;
    private final Snapshots snapshots;
    private final Admission admission;
    private final GuardedAdmission guarded;
    private final AdmissionMetrics admissions;
    private final Journal journal;
    private final LiveStreams streams;
    private final BooksKeeper books;
    private final Refusals refusals;
    private final Tracing tracing;
    private final Repeats repeats;
    private final FromCache cache;
    private final long timeoutMaxMillis;

    Pipeline(
            @All List<Endpoint> endpoints,
            @All List<SessionHost> hosts,
            Authenticator authenticator,
            Lines lines,
            Snapshots snapshots,
            Admission admission,
            GuardedAdmission guarded,
            AdmissionMetrics admissions,
            Journal journal,
            LiveStreams streams,
            BooksKeeper books,
            Refusals refusals,
            Tracing tracing,
            Repeats repeats,
            FromCache cache,
            PipelineConfig config) {
        this.endpoints = List.copyOf(endpoints);
        this.hosts = hosts.stream().collect(Collectors.toUnmodifiableMap(SessionHost::operation, Function.identity()));
        this.authenticator = authenticator;
        this.lines = lines;
        this.snapshots = snapshots;
        this.admission = admission;
        this.guarded = guarded;
        this.admissions = admissions;
        this.journal = journal;
        this.streams = streams;
        this.books = books;
        this.refusals = refusals;
        this.tracing = tracing;
        this.repeats = repeats;
        this.cache = cache;
        this.timeoutMaxMillis = config.timeoutMax().toMillis();
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return endpoints.stream()
                .map(endpoint -> new PublicRoute(
                        endpoint.path(),
                        endpoint.operation().label(),
                        List.of(endpoint.method()),
                        endpoint.errors(),
                        exchange -> handle(endpoint, exchange)))
                .toList();
    }

    private void handle(Endpoint endpoint, Exchange exchange) {
        exchange.request().pause();
        endpoint.begun(exchange.id(), exchange.response());
        tracing.begun(exchange.id());
        authenticate(endpoint, exchange);
    }

    private void authenticate(Endpoint endpoint, Exchange exchange) {
        refusals.guard(exchange).after(authenticated(endpoint, exchange), outcome -> {
            switch (outcome) {
                case AuthOutcome.Authenticated(KeyContext key) -> parse(endpoint, exchange, key);
                case AuthOutcome.Refused(ServiceError error) -> refusals.refuse(exchange, error);
                case AuthOutcome.Unavailable(ServiceError error, long retryAfterMillis) ->
                    refusals.refuse(exchange, error, retryAfterMillis, Map.of());
            }
        });
    }

    private Future<AuthOutcome> authenticated(Endpoint endpoint, Exchange exchange) {
        return Lines.isLine(exchange.request())
                ? lines.authenticate(exchange.request(), exchange.id())
                : authenticator.authenticate(
                        endpoint.authorization(exchange.request()), exchange.remoteAddress(), exchange.id());
    }

    private void parse(Endpoint endpoint, Exchange exchange, KeyContext key) {
        refusals.guard(exchange).after(endpoint.take(exchange.request()), taken -> {
            switch (taken) {
                case Taken.Understood understood ->
                    refusals.guard(Asked.by(key, exchange), understood.request()::discard)
                            .run(() -> resolveRoute(exchange, key, understood));
                case Taken.Refused(ServiceError error, long retryAfterMillis) ->
                    refusals.refuse(Asked.by(key, exchange), error, retryAfterMillis, Map.of());
                case Taken.Gone() -> exchange.response().reset();
            }
        });
    }

    private void resolveRoute(Exchange exchange, KeyContext key, Taken.Understood understood) {
        ModelRequest asked = understood.request();
        switch (snapshots.current().route(asked.model(), key, exchange.admittedAt())) {
            case RouteOutcome.Routed(Route route) -> checkServed(Call.of(exchange, key, understood, route));
            case RouteOutcome unrouted -> refuse(exchange, key, asked, Unrouted.error(unrouted, asked.model()));
        }
    }

    private void refuse(Exchange exchange, KeyContext key, ModelRequest asked, ServiceError error) {
        asked.discard();
        refusals.refuse(Asked.by(key, exchange), error);
    }

    private void checkServed(Call call) {
        if (Served.is(call.asked(), call.route().model())) {
            SessionHost host = hosts.get(call.asked().body().operation());
            if (host == null) {
                choose(call);
            } else {
                begin(host, call);
            }
        } else {
            call.dropped();
            refusals.refuse(call.refused(), Unrouted.notServed(call.asked()));
        }
    }

    /// What the caller asks of the route may leave nothing of it.
    private void choose(Call call) {
        try {
            Choices choices = Choices.read(call.exchange().request().headers(), timeoutMaxMillis);
            if (choices.hints().narrow(call.route().targets()).isEmpty()) {
                throw Invalid.value(
                        Headers.ROUTE,
                        "'" + Headers.ROUTE + "' leaves no deployment of the model '"
                                + call.asked().model() + "'.");
            }
            repeats.check(call.with(choices), this::admit);
        } catch (Invalid e) {
            call.dropped();
            refusals.refuse(call.refused(), e.error());
        }
    }

    /// A session is no answer that could be given again.
    private void begin(SessionHost host, Call call) {
        if (call.route().group().guardrails() != null) {
            call.dropped();
            refusals.refuse(call.refused(), GuardedAdmission.noSessions());
        } else if (isRoom(call)) {
            host.host(call);
        }
    }

    private boolean isRoom(Call call) {
        if (!journal.admits()) {
            refuseForNow(call, "Requests cannot be recorded at the moment.");
            return false;
        }
        if (call.asked().body().flows() && streams.isFull()) {
            refuseForNow(call, "Too many streams are open at the moment.");
            return false;
        }
        return true;
    }

    private void admit(Call call) {
        if (!isRoom(call)) {
            return;
        }
        Guardrails guardrails = call.route().group().guardrails();
        if (guardrails == null) {
            refusals.guard(call.refused(), call::dropped)
                    .after(admission.admit(call), outcome -> judged(call, outcome));
        } else {
            refusals.guard(call.refused(), call::dropped)
                    .after(guarded.admit(call, guardrails), result -> judged(result.call(), result.outcome()));
        }
    }

    private void judged(Call call, Admission.Outcome outcome) {
        switch (outcome) {
            case Admission.Outcome.Admitted admitted -> {
                admissions.admitted();
                books.guard(call, admitted).run(() -> cache.check(call, admitted, books::run));
            }
            case Admission.Outcome.Refused refused -> {
                admissions.refused(refused.error().code());
                call.dropped();
                refusals.refuse(call.refused(), refused.error(), refused.retryAfterMillis(), refused.headers());
            }
        }
    }

    private void refuseForNow(Call call, String why) {
        admissions.refused(ErrorCode.SERVICE_UNAVAILABLE);
        call.dropped();
        refusals.refuse(
                call.refused(), new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, why), RETRY_SOON_MILLIS, Map.of());
    }
}
