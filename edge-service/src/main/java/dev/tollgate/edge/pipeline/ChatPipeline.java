package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.chat.ChatParse;
import dev.tollgate.edge.chat.ChatRequest;
import dev.tollgate.edge.chat.ChatRequestReader;
import dev.tollgate.edge.door.Asked;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.key.AuthOutcome;
import dev.tollgate.edge.key.Authenticator;
import dev.tollgate.edge.trace.Tracing;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// A chat completion's way through the edge, in the seeds' own order: authenticate, parse, resolve the route,
/// limit, reserve credit, dispatch (with fallback), relay, meter, settle. Each step either calls the next or
/// refuses.
@ApplicationScoped
class ChatPipeline {
    private static final long RETRY_SOON_MILLIS = 1_000;

    private final Authenticator authenticator;
    private final RequestBody bodies;
    private final ChatRequestReader reader;
    private final Snapshots snapshots;
    private final Admission admission;
    private final AdmissionMetrics admissions;
    private final Journal journal;
    private final LiveStreams streams;
    private final BooksKeeper books;
    private final Refusals refusals;
    private final Tracing tracing;

    ChatPipeline(
            Vertx vertx,
            PipelineConfig config,
            Authenticator authenticator,
            ChatRequestReader reader,
            Snapshots snapshots,
            Admission admission,
            AdmissionMetrics admissions,
            Journal journal,
            LiveStreams streams,
            BooksKeeper books,
            Refusals refusals,
            Tracing tracing) {
        this.bodies = new RequestBody(vertx, config);
        this.authenticator = authenticator;
        this.reader = reader;
        this.snapshots = snapshots;
        this.admission = admission;
        this.admissions = admissions;
        this.journal = journal;
        this.streams = streams;
        this.books = books;
        this.refusals = refusals;
        this.tracing = tracing;
    }

    void handle(HttpServerRequest request) {
        request.pause();
        Exchange exchange = Exchange.begin(request);
        tracing.begun(exchange.id());
        authenticate(exchange);
    }

    private void authenticate(Exchange exchange) {
        authenticator
                .authenticate(exchange.request().getHeader("Authorization"), exchange.remoteAddress(), exchange.id())
                .onFailure(failure -> refusals.broken(exchange, failure))
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case AuthOutcome.Authenticated(KeyContext key) -> read(exchange, key);
                        case AuthOutcome.Refused(ServiceError error) -> refusals.refuse(exchange, error);
                        case AuthOutcome.Unavailable(ServiceError error, long retryAfterMillis) ->
                            refusals.refuse(exchange, error, retryAfterMillis, Map.of());
                    }
                });
    }

    private void read(Exchange exchange, KeyContext key) {
        long began = System.nanoTime();
        bodies.read(exchange.request())
                .onFailure(failure -> refusals.broken(exchange, failure))
                .onSuccess(read -> {
                    switch (read) {
                        case RequestBody.Read.Complete(Buffer body) ->
                            parse(exchange, key, body, System.nanoTime() - began);
                        case RequestBody.Read.Refused(ServiceError error) ->
                            refusals.refuse(Asked.by(key, exchange), error);
                        case RequestBody.Read.Gone() -> exchange.response().reset();
                    }
                });
    }

    private void parse(Exchange exchange, KeyContext key, Buffer body, long bodyNanos) {
        switch (reader.read(body)) {
            case ChatParse.Parsed(ChatRequest chat) -> resolveRoute(exchange, key, chat, bodyNanos);
            case ChatParse.Rejected(ServiceError error) -> refusals.refuse(Asked.by(key, exchange), error);
        }
    }

    private void resolveRoute(Exchange exchange, KeyContext key, ChatRequest chat, long bodyNanos) {
        switch (snapshots.current().route(chat.model(), key, exchange.admittedAt())) {
            case RouteOutcome.Routed(Route route) -> admit(new Call(exchange, key, chat, route, bodyNanos));
            case RouteOutcome.UnknownModel() ->
                refusals.refuse(
                        Asked.by(key, exchange),
                        new ServiceError(
                                ErrorCode.MODEL_NOT_FOUND,
                                "The model '" + chat.model() + "' does not exist.",
                                "model"));
            case RouteOutcome.NotAllowed() ->
                refusals.refuse(
                        Asked.by(key, exchange),
                        new ServiceError(
                                ErrorCode.MODEL_NOT_ALLOWED,
                                "This key's group may not use the model '" + chat.model() + "'.",
                                "model"));
            case RouteOutcome.NotConfigured notConfigured ->
                refusals.refuse(
                        Asked.by(key, exchange), new ServiceError(ErrorCode.UPSTREAM_ERROR, notConfigured.message()));
        }
    }

    private void admit(Call call) {
        if (!journal.admits()) {
            refuseForNow(call, "Requests cannot be recorded at the moment.");
            return;
        }
        if (call.chat().stream() && streams.isFull()) {
            refuseForNow(call, "Too many streams are open at the moment.");
            return;
        }
        admission
                .admit(call)
                .onFailure(failure -> refusals.broken(call.exchange(), failure))
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case Admission.Outcome.Admitted admitted -> {
                            admissions.admitted();
                            books.run(call, admitted);
                        }
                        case Admission.Outcome.Refused refused -> {
                            admissions.refused(refused.error().code());
                            refusals.refuse(
                                    call.asked(), refused.error(), refused.retryAfterMillis(), refused.headers());
                        }
                    }
                });
    }

    private void refuseForNow(Call call, String why) {
        admissions.refused(ErrorCode.SERVICE_UNAVAILABLE);
        refusals.refuse(
                call.asked(), new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, why), RETRY_SOON_MILLIS, Map.of());
    }
}
