package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.catalogue.RoutePlanner;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.RealtimeDialect.Handshake;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.trace.AttemptFacts;
import dev.tollgate.edge.trace.AttemptSpan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The attempts of one session at opening a provider's socket, one after the other. Lives on the caller's event
/// loop.
final class DialAttempts {
    private static final Logger LOG = Logger.getLogger(DialAttempts.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Dialer dialer;
    private final Dispatcher dispatcher;
    private final Dialing wish;
    private final List<Target> plan;
    private final List<Attempt> made = new ArrayList<>(2);
    private final Promise<Dialed> outcome = Promise.promise();
    private int position;
    private @Nullable Failure last;
    private @Nullable Target lastTarget;

    DialAttempts(Dialer dialer, Dispatcher dispatcher, Dialing wish) {
        this.dialer = dialer;
        this.dispatcher = dispatcher;
        this.wish = wish;
        this.plan = RoutePlanner.plan(wish.targets(), dispatcher.health()::allows, wish.affinity());
    }

    Future<Dialed> begin() {
        next();
        return outcome.future();
    }

    private void next() {
        while (position < plan.size() && made.size() < dispatcher.config().attemptsMax() && !pastDeadline()) {
            Target target = plan.get(position++);
            if (dispatcher.health().turn(target.id()) != Turn.NOT_NOW) {
                attempt(target);
                return;
            }
        }
        ServiceError error = FinalError.of(last, lastTarget);
        long retryAfter =
                error.code() == ErrorCode.UPSTREAM_ERROR ? dispatcher.health().retryAfterMillis(wish.targets()) : 0;
        outcome.complete(new Dialed.Refused(error, retryAfter));
    }

    private boolean pastDeadline() {
        long limit = plan.get(position).timeouts().retryDeadline();
        return !made.isEmpty() && (System.nanoTime() - wish.startNanos()) / NANOS_PER_MILLI > limit;
    }

    private void attempt(Target target) {
        long began = System.nanoTime();
        ProviderAdapter adapter = dispatcher.adapter(target.provider().kind());
        RealtimeDialect dialect = adapter.realtime().orElse(null);
        if (dialect == null) {
            failed(
                    target,
                    began,
                    AttemptSpan.NONE,
                    new Failure.Unsupported("model", "The provider of this model has no such sessions."));
            return;
        }
        Handshake handshake = dialect.handshake(
                new Upstream(
                        target.provider().baseUrl(),
                        target.deployment().upstreamModel(),
                        target.secret(),
                        null,
                        wish.modelBound(),
                        Map.of()),
                wish.beta());
        AttemptSpan span = span(target, handshake);
        try {
            WebSocketConnectOptions options = new WebSocketConnectOptions()
                    .setAbsoluteURI(handshake.url())
                    .setSubProtocols(handshake.subprotocols())
                    .setTimeout(target.timeouts().firstByte());
            handshake.headers().forEach(options::putHeader);
            dialer.client(target, wish.messageMax())
                    .connect(options)
                    .onSuccess(socket -> connected(target, dialect, began, span, socket))
                    .onFailure(failure -> failed(target, began, span, failureOf(adapter, failure)));
        } catch (RuntimeException e) {
            RequestLog.about(
                    wish.requestId(),
                    () -> LOG.errorf(e, "session %s could not be opened at %s", wish.requestId(), target.id()));
            failed(target, began, span, new Failure.Broken("error"));
        }
    }

    private AttemptSpan span(Target target, Handshake handshake) {
        return dispatcher.tracing().isOn()
                ? dispatcher
                        .tracing()
                        .attempt(new AttemptFacts(
                                wish.requestId(),
                                wish.operation(),
                                target.provider().kind(),
                                target.deployment().upstreamModel(),
                                target.id(),
                                // Where it goes; the scheme of a WebSocket is not told apart.
                                handshake.url().replaceFirst("^ws", "http"),
                                made.size() + 1,
                                null))
                : AttemptSpan.NONE;
    }

    private static Failure failureOf(ProviderAdapter adapter, Throwable failure) {
        return switch (failure) {
            case UpgradeRejectedException rejected -> {
                Buffer body = rejected.getBody();
                yield adapter.failure(
                        rejected.getStatus(),
                        name -> rejected.getHeaders() == null
                                ? null
                                : rejected.getHeaders().get(name),
                        body == null ? new byte[0] : body.getBytes());
            }
            case TimeoutException late -> new Failure.TimedOut();
            default -> new Failure.Broken("connect");
        };
    }

    private void connected(Target target, RealtimeDialect dialect, long began, AttemptSpan span, WebSocket socket) {
        socket.pause();
        if (!ProviderPeer.isAllowed(target.provider().baseUrl(), socket.remoteAddress())) {
            LOG.warnf("the address of %s leads to this machine, a link-local or a metadata address", target.id());
            socket.close();
            failed(target, began, span, new Failure.Broken("address"));
            return;
        }
        made.add(new Attempt(target.id(), "ok", since(began)));
        span.answered(null, null, null);
        dispatcher.health().succeeded(target.id());
        dispatcher.metrics().succeeded(target);
        outcome.complete(new Dialed.Connected(socket, target, dialect, made));
    }

    private void failed(Target target, long began, AttemptSpan span, Failure failure) {
        made.add(new Attempt(target.id(), failure.label(), since(began)));
        span.failed(failure.label());
        dispatcher.metrics().failed(target, failure);
        dispatcher.health().failed(target.id(), failure);
        if (last == null || !(failure instanceof Failure.Unsupported)) {
            last = failure;
            lastTarget = target;
        }
        if (failure instanceof Failure.CallersFault) {
            outcome.complete(new Dialed.Refused(FinalError.of(failure, target), 0));
        } else {
            next();
        }
    }

    private static long since(long began) {
        return (System.nanoTime() - began) / NANOS_PER_MILLI;
    }
}
