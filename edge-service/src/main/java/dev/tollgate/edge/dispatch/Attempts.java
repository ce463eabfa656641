package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.catalogue.RoutePlanner;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Asked;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderUsage;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Answering;
import dev.tollgate.edge.relay.Ending;
import dev.tollgate.edge.trace.AttemptFacts;
import dev.tollgate.edge.trace.AttemptSpan;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The attempts of one request, one after the other, until one's answer is committed or none is left. Lives on the
/// request's event loop.
final class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final int ERROR_BODY_MAX = 64 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long MILLIS_PER_SECOND = 1_000L;

    private final Dispatcher dispatcher;
    private final DispatchRequest request;
    private final List<Target> plan;
    private final List<Attempt> made = new ArrayList<>(2);
    private int position;
    private boolean repeated;
    private AttemptSpan span = AttemptSpan.NONE;
    private @Nullable Failure last;
    private @Nullable Target lastTarget;
    private long retryAfterMillis = Long.MAX_VALUE;

    Attempts(Dispatcher dispatcher, DispatchRequest request) {
        this.dispatcher = dispatcher;
        this.request = request;
        this.plan = RoutePlanner.plan(request.targets(), dispatcher.health()::allows, request.affinity());
    }

    void next() {
        if (position >= plan.size() || made.size() >= dispatcher.config().attemptsMax() || pastDeadline()) {
            refuse(FinalError.of(last, lastTarget));
            return;
        }
        Target target = plan.get(position++);
        attempt(target);
    }

    /// Counts only the time before an attempt is accepted.
    private boolean pastDeadline() {
        long limit = plan.get(Math.min(position, plan.size() - 1)).timeouts().retryDeadline();
        return !made.isEmpty() && elapsedMillis() > limit;
    }

    private void attempt(Target target) {
        request.hooks()
                .beforeUpstreamWrite(target, made.size() + 1)
                .onSuccess(recorded -> send(target))
                .onFailure(failure -> {
                    RequestLog.about(
                            request.requestId(),
                            () -> LOG.warnf("request %s is not sent: %s", request.requestId(), failure.toString()));
                    retryAfterMillis = MILLIS_PER_SECOND;
                    refuse(new ServiceError(
                            ErrorCode.SERVICE_UNAVAILABLE, "The request cannot be recorded at the moment."));
                });
    }

    private void send(Target target) {
        ProviderAdapter adapter = dispatcher.adapter(target.provider().kind());
        UpstreamRequest upstream = adapter.request(
                request.body(),
                new Upstream(
                        target.provider().baseUrl(),
                        target.deployment().upstreamModel(),
                        target.secret(),
                        request.outputBound()));
        long began = System.nanoTime();
        Sending sending = new Sending(target, adapter, began);
        sending.timer = dispatcher.vertx().setTimer(firstByteMillis(target), tick -> sending.timedOut());
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(upstream.url());
        upstream.headers().forEach(options::putHeader);
        span = dispatcher.tracing().attempt(() -> facts(target, upstream.url()));
        String traceparent = span.traceparent() == null ? request.traceparent() : span.traceparent();
        if (target.provider().sendTraceparent() && traceparent != null) {
            options.putHeader("traceparent", traceparent);
        }
        dispatcher
                .clients()
                .of(target)
                .request(options)
                .onFailure(sending::notSent)
                .onSuccess(client -> sending.connected(client, upstream.body()));
    }

    private AttemptFacts facts(Target target, String url) {
        return new AttemptFacts(
                request.requestId(),
                target.provider().kind(),
                target.deployment().upstreamModel(),
                target.id(),
                url,
                made.size() + 1,
                request.outputBound());
    }

    private long firstByteMillis(Target target) {
        return request.body().stream()
                ? target.timeouts().firstByte()
                : target.timeouts().plain();
    }

    /// One attempt under way: from asking for a connection to the answer's head.
    private final class Sending {
        private final Target target;
        private final ProviderAdapter adapter;
        private final long began;
        private long timer;
        private boolean over;
        private boolean judged;
        private @Nullable HttpClientRequest client;

        Sending(Target target, ProviderAdapter adapter, long began) {
            this.target = target;
            this.adapter = adapter;
            this.began = began;
        }

        void connected(HttpClientRequest connected, Buffer body) {
            if (over) {
                connected.reset();
                return;
            }
            client = connected;
            if (request.client().closed()) {
                abandon();
                return;
            }
            request.client().closeHandler(nothing -> abandon());
            connected.send(body).onFailure(this::notSent).onSuccess(this::answered);
        }

        /// The client left before anything came: nothing was delivered, nothing is charged.
        private void abandon() {
            if (take()) {
                if (client != null) {
                    client.reset();
                }
                made.add(new Attempt(target.id(), "cancelled", since(began)));
                span.failed("cancelled");
                report(Outcome.CANCELLED, 499, target, null);
            }
        }

        private void timedOut() {
            if (take()) {
                if (client != null) {
                    client.reset();
                }
                failed(target, new Failure.TimedOut(), began);
            }
        }

        private void notSent(Throwable failure) {
            if (!take()) {
                return;
            }
            if (failure instanceof HttpClosedException && !repeated) {
                // A kept connection that died just as it was used: nothing came, so that it is safe to send again.
                repeated = true;
                span.failed("stale_connection");
                attempt(target);
                return;
            }
            LOG.debugf("attempt at %s failed: %s", target.id(), failure.toString());
            failed(target, new Failure.Broken("connect"), began);
        }

        private void answered(HttpClientResponse response) {
            if (!take()) {
                return;
            }
            response.pause();
            if (response.statusCode() == 200) {
                relay(response);
            } else {
                readFailure(response);
            }
        }

        private boolean take() {
            if (over) {
                return false;
            }
            over = true;
            dispatcher.vertx().cancelTimer(timer);
            request.client().closeHandler(null);
            return true;
        }

        private void relay(HttpClientResponse response) {
            Answering answering = new Answering(
                    request.requestId(),
                    response.request(),
                    response,
                    request.client(),
                    adapter.reader(new Asked(request.model(), request.includeUsage())),
                    target,
                    request.startNanos(),
                    request.headers(),
                    request.hooks(),
                    failure -> failed(target, failure, began),
                    ending -> succeeded(target, ending, began));
            dispatcher.relays().relay(answering, request.body().stream());
        }

        private void readFailure(HttpClientResponse response) {
            Buffer body = Buffer.buffer();
            long limit = dispatcher.vertx().setTimer(target.timeouts().firstByte(), tick -> response.request()
                    .reset());
            response.handler(chunk -> {
                if (body.length() < ERROR_BODY_MAX) {
                    body.appendBuffer(chunk);
                }
            });
            Runnable judge = () -> {
                dispatcher.vertx().cancelTimer(limit);
                if (!judged) {
                    judged = true;
                    failed(target, adapter.failure(response.statusCode(), response::getHeader, body.getBytes()), began);
                }
            };
            response.endHandler(nothing -> judge.run());
            response.exceptionHandler(failure -> judge.run());
            response.resume();
        }
    }

    private void failed(Target target, Failure failure, long began) {
        made.add(new Attempt(target.id(), failure.label(), since(began)));
        span.failed(failure.label());
        dispatcher.metrics().failed(target, failure);
        dispatcher.health().failed(target.id(), failure);
        last = failure;
        lastTarget = target;
        long wait = dispatcher.health().retryAfterMillis(List.of(target.id()));
        if (wait > 0) {
            retryAfterMillis = Math.min(retryAfterMillis, wait);
        }
        if (failure instanceof Failure.CallersFault) {
            refuse(FinalError.of(failure, target));
        } else {
            next();
        }
    }

    private Future<Void> succeeded(Target target, Ending ending, long began) {
        made.add(new Attempt(target.id(), ending.healthy() ? "ok" : "broken", since(began)));
        ProviderUsage usage = ending.usage();
        span.answered(
                usage == null ? null : (Long) usage.totalInput(),
                usage == null ? null : (Long) usage.totalOutput(),
                ending.healthy() ? null : "midstream");
        if (ending.healthy()) {
            dispatcher.health().succeeded(target.id());
            dispatcher.metrics().succeeded(target);
        } else {
            Failure failure = new Failure.Broken("midstream");
            dispatcher.health().failed(target.id(), failure);
            dispatcher.metrics().failed(target, failure);
        }
        return kept(new AnswerReport(
                ending.outcome(), 200, target, ending.usage(), ending.delivered(), made, ending.firstByteMillis()));
    }

    private void refuse(ServiceError error) {
        if (plan.isEmpty()) {
            retryAfterMillis = dispatcher
                    .health()
                    .retryAfterMillis(request.targets().stream().map(Target::id).toList());
        }
        report(Outcome.REFUSED, error.code().status(), lastTarget, error);
    }

    /// A refusal is told whether or not it is in the books: nothing was delivered.
    private void report(Outcome outcome, int status, @Nullable Target target, @Nullable ServiceError error) {
        kept(new AnswerReport(outcome, status, target, null, 0, made, null)).onComplete(done -> {
            if (error != null && !request.client().closed()) {
                answer(error);
            }
        });
    }

    private Future<Void> kept(AnswerReport report) {
        return request.hooks()
                .ended(report)
                .onFailure(failure -> RequestLog.about(
                        request.requestId(),
                        () -> LOG.errorf(failure, "the books of request %s were not kept", request.requestId())));
    }

    private void answer(ServiceError error) {
        request.headers().forEach(request.client()::putHeader);
        if (error.code().status() == 503 && retryAfterMillis > 0 && retryAfterMillis != Long.MAX_VALUE) {
            long seconds = (retryAfterMillis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
            request.client()
                    .putHeader("Retry-After", Long.toString(seconds))
                    .putHeader("retry-after-ms", Long.toString(retryAfterMillis));
        }
        request.client()
                .setStatusCode(error.code().status())
                .putHeader(Headers.REQUEST_ID, request.requestId())
                .putHeader("Content-Type", "application/json")
                .end(JsonObject.mapFrom(error.envelope()).toBuffer());
    }

    private long elapsedMillis() {
        return (System.nanoTime() - request.startNanos()) / NANOS_PER_MILLI;
    }

    private static long since(long began) {
        return (System.nanoTime() - began) / NANOS_PER_MILLI;
    }
}
