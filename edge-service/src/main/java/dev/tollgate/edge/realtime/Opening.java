package dev.tollgate.edge.realtime;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.dispatch.Dialed;
import dev.tollgate.edge.dispatch.Dialer;
import dev.tollgate.edge.dispatch.Dialing;
import dev.tollgate.edge.dispatch.Running;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.pipeline.LiveStreams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A session between its admission and its first event: the provider is dialed first, and the caller's socket is
/// accepted only when there is something behind it.
final class Opening implements Running {
    private static final Logger LOG = Logger.getLogger(Opening.class);

    private final Call call;
    private final SessionTools tools;
    private final OpenSessions open;
    private final Refusals refusals;
    private final Standby standby;
    private final Permit permit;
    private final LiveStreams.Live live;
    private final Context context;
    private @Nullable ServiceError revoked;
    private @Nullable Session session;

    Opening(
            Call call,
            SessionTools tools,
            OpenSessions open,
            Refusals refusals,
            Standby standby,
            Permit permit,
            LiveStreams.Live live) {
        this.call = call;
        this.tools = tools;
        this.open = open;
        this.refusals = refusals;
        this.standby = standby;
        this.permit = permit;
        this.live = live;
        this.context = tools.vertx().getOrCreateContext();
    }

    Running begin(Dialer dialer) {
        SessionRequest asked = (SessionRequest) call.asked();
        Future<Dialed> dialing = dialer.dial(new Dialing(
                call.exchange().id(),
                asked.body().operation().capability(),
                call.route().targets(),
                asked.affinity(),
                asked.beta(),
                call.route().model().outputBound(),
                Math.toIntExact(tools.config().messageMax().asLongValue()),
                call.exchange().startNanos()));
        refusals.guard(call.refused(), this::leave).after(dialing, dialed -> {
            switch (dialed) {
                case Dialed.Refused(ServiceError error, long retryAfterMillis) -> giveUp(error, retryAfterMillis);
                case Dialed.Connected connected -> connected(connected);
            }
        });
        return this;
    }

    private void connected(Dialed.Connected dialed) {
        ServiceError end = revoked;
        HttpServerResponse response = call.exchange().response();
        if (end != null || response.closed()) {
            dialed.socket().close();
            giveUp(end == null ? LiveStreams.REVOKED : end, 0);
            return;
        }
        Upgraded upgraded = Upgraded.of(call.exchange().request());
        response.putHeader(Headers.REQUEST_ID, call.exchange().id());
        permit.headers().forEach(response::putHeader);
        call.exchange()
                .request()
                .toWebSocket()
                .onFailure(failure -> {
                    LOG.debugf(
                            "the upgrade of session %s failed: %s",
                            call.exchange().id(), failure.toString());
                    dialed.socket().close();
                    leave();
                    response.reset();
                })
                .onSuccess(socket -> begin(dialed, socket, upgraded));
    }

    private void begin(Dialed.Connected dialed, ServerWebSocket socket, Upgraded upgraded) {
        socket.pause();
        Session[] begun = new Session[1];
        Session next = new Session(call, tools, dialed, socket, standby, reason -> {
            open.remove(begun[0]);
            leave();
            tools.ended(call, reason);
            upgraded.over();
        });
        begun[0] = next;
        session = next;
        tools.desk().admitted();
        tools.metrics().opened();
        open.add(next);
        next.begin();
        ServiceError end = revoked;
        if (end != null) {
            next.revoke(end);
        }
    }

    /// The caller is told as plain HTTP.
    void giveUp(ServiceError error, long retryAfterMillis) {
        leave();
        refusals.refuse(call.refused(), error, retryAfterMillis, permit.headers());
    }

    private void leave() {
        standby.end();
        permit.settle(0);
        live.leave();
    }

    @Override
    public void revoke(ServiceError error) {
        context.runOnContext(here -> {
            Session running = session;
            if (running != null) {
                running.revoke(error);
            }
            revoked = error;
        });
    }
}
