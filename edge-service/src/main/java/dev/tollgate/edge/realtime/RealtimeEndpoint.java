package dev.tollgate.edge.realtime;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.dispatch.Dialer;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.permit.PermitOutcome;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.pipeline.LiveStreams;
import dev.tollgate.edge.pipeline.SessionHost;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /v1/realtime`. Until the provider has accepted the session, whatever is wrong is told as plain HTTP.
@Singleton
class RealtimeEndpoint implements Endpoint, SessionHost {
    private static final String MODEL = "model";
    private static final int MODEL_MAX = 256;
    private static final long RETRY_SOON_MILLIS = 1_000;

    private final SessionTools tools;
    private final OpenSessions open;
    private final Dialer dialer;
    private final LiveStreams streams;
    private final Refusals refusals;

    RealtimeEndpoint(SessionTools tools, OpenSessions open, Dialer dialer, LiveStreams streams, Refusals refusals) {
        this.tools = tools;
        this.open = open;
        this.dialer = dialer;
        this.streams = streams;
        this.refusals = refusals;
    }

    @Override
    public Operation operation() {
        return Operation.REALTIME;
    }

    @Override
    public String path() {
        return "/realtime";
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.GET;
    }

    @Override
    public @Nullable String authorization(HttpServerRequest request) {
        return Offer.of(request.headers()).authorization();
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        Offer offer = Offer.of(request.headers());
        offer.hideKey(request.headers());
        return Future.succeededFuture(read(offer, request.getParam(MODEL)));
    }

    private static Taken read(Offer offer, @Nullable String model) {
        if (!offer.upgrade()) {
            return refused(ErrorCode.INVALID_VALUE, "This path takes WebSocket connections (version 13) only.", null);
        }
        if (model == null || model.isBlank()) {
            return refused(ErrorCode.MISSING_REQUIRED_PARAMETER, "Name the model in the query: `?model=...`.", MODEL);
        }
        if (model.length() > MODEL_MAX) {
            return refused(ErrorCode.INVALID_VALUE, "The model's name is too long.", MODEL);
        }
        return new Taken.Understood(SessionRequest.of(model, offer.beta()), 0, null);
    }

    private static Taken refused(ErrorCode code, String message, @Nullable String param) {
        return new Taken.Refused(new ServiceError(code, message, param));
    }

    /// A slot, and credit for a first response, before anything is sent for it.
    @Override
    public void host(Call call) {
        if (open.isDraining()) {
            refuse(call, OpenSessions.SHUTTING_DOWN, RETRY_SOON_MILLIS, Map.of());
            return;
        }
        Standby standby = new Standby(tools.desk());
        Bounds bounds = call.asked().bounds(call.route().model(), call.route().price());
        Future<PermitOutcome> slot = tools.desk().enter(call);
        Future<ReserveOutcome> credit = standby.renew(call, bounds);
        refusals.guard(call.refused(), () -> letGo(standby, slot))
                .after(Future.join(slot, credit), both -> admitted(call, standby, slot.result(), credit.result()));
    }

    private static void letGo(Standby standby, Future<PermitOutcome> slot) {
        standby.end();
        if (slot.succeeded() && slot.result() instanceof PermitOutcome.Admitted(Permit permit)) {
            permit.giveBack();
        }
    }

    private void admitted(Call call, Standby standby, PermitOutcome slot, ReserveOutcome credit) {
        switch (slot) {
            case PermitOutcome.Limited limited -> {
                standby.end();
                refuse(call, limited.error(), limited.retryable() ? limited.retryAfterMillis() : -1, limited.headers());
            }
            case PermitOutcome.Unavailable(ServiceError error) -> {
                standby.end();
                refuse(call, error, RETRY_SOON_MILLIS, Map.of());
            }
            case PermitOutcome.Admitted(Permit permit) -> {
                switch (credit) {
                    case ReserveOutcome.Reserved reserved -> open(call, standby, permit);
                    case ReserveOutcome.Refused(ServiceError error, long retryAfterMillis) -> {
                        permit.giveBack();
                        refuse(call, error, retryAfterMillis, permit.headers());
                    }
                    case ReserveOutcome.Unavailable(ServiceError error, long retryAfterMillis) -> {
                        permit.giveBack();
                        refuse(call, error, retryAfterMillis, permit.headers());
                    }
                }
            }
        }
    }

    private void refuse(Call call, ServiceError error, long retryAfterMillis, Map<String, String> headers) {
        tools.desk().refused(error);
        refusals.refuse(call.refused(), error, retryAfterMillis, headers);
    }

    private void open(Call call, Standby standby, Permit permit) {
        LiveStreams.Live live =
                streams.enter(call.key().keyId(), call.exchange().startNanos());
        Opening opening = new Opening(call, tools, open, refusals, standby, permit, live);
        if (live.isRevoked()) {
            opening.giveUp(LiveStreams.REVOKED, 0);
        } else {
            live.run(() -> opening.begin(dialer));
        }
    }
}
