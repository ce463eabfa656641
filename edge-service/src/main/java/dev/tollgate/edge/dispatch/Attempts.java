package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorAnswer;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Answering;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Ending;
import dev.tollgate.edge.relay.Relay;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/// The attempts of one request, one after the other, until one's answer is committed or none is left. Watches the
/// client until then; from then on the relay does. Lives on the request's event loop.
final class Attempts implements Running {
    private static final int CLIENT_CLOSED = 499;

    private final Dispatcher dispatcher;
    private DispatchRequest request;
    private final Context context;
    private Candidates candidates;
    private final AttemptLog log = new AttemptLog();
    private final FilesOnce files;
    private boolean repeated;
    private final long timer;
    private boolean probing;
    private boolean over;
    private @Nullable Sending sending;
    private @Nullable Relay relay;
    private @Nullable Target busy;
    private Clearance.@Nullable Cleared cleared;

    Attempts(Dispatcher dispatcher, DispatchRequest request) {
        this.dispatcher = dispatcher;
        this.request = request;
        this.context = dispatcher.vertx().getOrCreateContext();
        this.files = new FilesOnce(dispatcher.files());
        this.candidates = candidates(request);
        this.timer = timer(request);
    }

    private Candidates candidates(DispatchRequest asked) {
        return new Candidates(
                dispatcher
                        .planning()
                        .plan(asked.targets(), asked.wish(), asked.body().flows()),
                dispatcher.health());
    }

    /// Of the time that the caller gives us, or -1.
    private long timer(DispatchRequest asked) {
        long left = asked.timeoutMillis() - AttemptLog.since(asked.startNanos());
        return asked.timeoutMillis() == 0
                ? -1
                : dispatcher.vertx().setTimer(Math.max(1, left), tick -> outOfTime(asked.timeoutMillis()));
    }

    void begin() {
        guarded(this::next);
    }

    /// Watches the client from here on, between attempts and while a connection is waited for, too.
    private void next() {
        if (request.client().closed()) {
            clientGone();
            return;
        }
        request.client().closeHandler(nothing -> clientGone());
        Candidates.Next next =
                candidates.next(dispatcher.config().attemptsMax(), AttemptLog.since(request.startNanos()));
        if (next == null) {
            otherwise(StandIn.Reason.ANY, log.error());
        } else {
            probing = next.turn() == Turn.PROBE;
            attempt(next.target());
        }
    }

    /// Another model is asked, if there is one for it; else the caller is told.
    private void otherwise(StandIn.Reason reason, ServiceError error) {
        request.standIn().after(reason).onComplete(found -> {
            if (!over) {
                guarded(() -> instead(found.succeeded() ? found.result().orElse(null) : null, error));
            }
        });
    }

    private void instead(@Nullable DispatchRequest other, ServiceError error) {
        if (other == null) {
            refuse(error);
            return;
        }
        log.leads(request.wish().model());
        request = other;
        candidates = candidates(other);
        cleared = null;
        repeated = false;
        next();
    }

    private void attempt(Target target) {
        free();
        busy = target;
        dispatcher.planning().begun(target);
        Sending next = new Sending(this, dispatcher, request, target);
        sending = next;
        next.start();
    }

    /// The deployment is no longer at work for this request.
    private void free() {
        Target target = busy;
        if (target != null) {
            busy = null;
            dispatcher.planning().over(target);
        }
    }

    /// Around each step that begins anew, from the request's first to those behind a future: what is thrown there, by
    /// an adapter most likely, is our own fault, and ends the request. A relay that has begun ends it itself.
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            Target target = busy;
            Report.broken(request, target, e);
            if (!over && relay == null) {
                broken(target);
            }
        }
    }

    private void broken(@Nullable Target target) {
        Sending current = sending;
        Target sentTo = sentTo();
        if (current != null) {
            current.abandon();
        }
        if (target != null) {
            unprobed(target);
        }
        end(
                Outcome.REFUSED,
                sentTo,
                new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."),
                0);
    }

    FilesOnce files() {
        return files;
    }

    /// Of the attempt under way, from 1.
    int number() {
        return log.size() + 1;
    }

    void cleared(Clearance.Cleared now) {
        cleared = now;
    }

    /// The client left before anything came: nothing was delivered, nothing is charged.
    private void clientGone() {
        if (leave("cancelled")) {
            kept(ended(Outcome.CANCELLED, CLIENT_CLOSED, sentTo()));
        }
    }

    @Override
    public void revoke(ServiceError error) {
        interrupt(Outcome.REVOKED, "revoked", error);
    }

    @Override
    public void cut(ServiceError error) {
        interrupt(Outcome.CANCELLED, "cancelled", error);
    }

    private void interrupt(Outcome outcome, String result, ServiceError error) {
        context.runOnContext(here -> {
            Relay relaying = relay;
            boolean mine = relaying == null ? leave(result) : relaying.interrupt(outcome, error) && leave(result);
            if (mine) {
                end(outcome, sentTo(), error, 0);
            }
        });
    }

    /// The caller waits no longer for the first byte.
    private void outOfTime(long millis) {
        if (over || request.client().headWritten()) {
            return;
        }
        Relay relaying = relay;
        ServiceError error = new ServiceError(
                ErrorCode.UPSTREAM_TIMEOUT,
                "There was no answer within the " + millis + " ms of " + Headers.TIMEOUT_MILLIS + ".");
        if ((relaying == null || relaying.interrupt(Outcome.REFUSED, error)) && leave("deadline")) {
            end(Outcome.REFUSED, sentTo(), error, 0);
        }
    }

    /// @return false when the request's end is told already
    private boolean leave(String result) {
        if (over) {
            return false;
        }
        Sending current = sending;
        if (current != null) {
            current.leave();
            log.ended(current, result);
            current.span().failed(result);
            unprobed(current.target());
        }
        return true;
    }

    /// Of an attempt that was left: where the provider may be at work on it.
    private @Nullable Target sentTo() {
        Sending current = sending;
        return current != null && current.isWritten() ? current.target() : null;
    }

    /// A kept connection that died just as it was used: nothing came, so that it is safe to send again, once.
    void closedUnanswered(Sending attempt) {
        if (repeated) {
            failed(attempt, new Failure.Broken("connect"));
        } else {
            repeated = true;
            attempt.span().failed("stale_connection");
            attempt(attempt.target());
        }
    }

    void uncleared(Sending attempt, Clearance.Refused refused) {
        attempt.span().failed("not_cleared");
        unprobed(attempt.target());
        end(Outcome.REFUSED, null, refused.error(), refused.retryAfterMillis());
    }

    void failed(Sending attempt, Failure failure) {
        Target target = attempt.target();
        sending = null;
        relay = null;
        probing = false;
        log.failed(attempt, failure, request.hooks().sent());
        attempt.span().failed(failure.label());
        dispatcher.metrics().failed(target, failure);
        dispatcher.health().failed(target.id(), failure);
        if (failure instanceof Failure.TimedOut) {
            dispatcher.planning().waited(target, request.body().flows(), AttemptLog.since(attempt.began()));
        }
        if (failure instanceof Failure.CallersFault fault) {
            callersFault(fault, target);
        } else {
            next();
        }
    }

    /// No deployment of this model would take it; another model's may.
    private void callersFault(Failure.CallersFault fault, Target target) {
        ServiceError error = FinalError.of(fault, target);
        if (fault.contextLength()) {
            otherwise(StandIn.Reason.CONTEXT_WINDOW, error);
        } else if (fault.contentPolicy()) {
            otherwise(StandIn.Reason.CONTENT_POLICY, error);
        } else {
            refuse(error);
        }
    }

    private void unprobed(Target target) {
        if (probing) {
            probing = false;
            dispatcher.health().released(target.id());
        }
    }

    void answered(Sending attempt, HttpClientResponse response) {
        request.client().closeHandler(null);
        Target target = attempt.target();
        dispatcher.health().answered(target.id(), AttemptLog.since(attempt.began()));
        Answering answering = new Answering(
                request.requestId(),
                response.request(),
                response,
                request.client(),
                attempt.reader(),
                attempt.adapter().framing(),
                target,
                request.startNanos(),
                Report.headers(request, number(), cleared),
                request.errors(),
                probing ? new ProbingHooks(request.hooks(), () -> well(target)) : request.hooks(),
                failure -> failed(attempt, failure),
                finish(attempt));
        Relay started = dispatcher.relays().relay(answering, request.body().form());
        relay = sending == attempt ? started : relay;
    }

    private Answering.Finish finish(Sending attempt) {
        return new Answering.Finish() {
            @Override
            public Future<Void> ended(Ending ending) {
                return succeeded(attempt, ending);
            }

            @Override
            public void begun() {
                Target target = attempt.target();
                Planning planning = dispatcher.planning();
                planning.waited(target, request.body().flows(), AttemptLog.since(attempt.began()));
                planning.answered(candidates.plan(), request.wish(), target);
            }
        };
    }

    /// The first event of a probe's stream: others need not wait for its end.
    private void well(Target target) {
        probing = false;
        dispatcher.health().recovered(target.id());
    }

    private Future<Void> succeeded(Sending attempt, Ending ending) {
        Target target = attempt.target();
        log.ended(attempt, ending.healthy() ? "ok" : "broken");
        Quantities usage = ending.usage();
        attempt.span()
                .answered(
                        usage == null ? null : (Long) usage.input(),
                        usage == null ? null : (Long) usage.output(),
                        ending.healthy() ? null : "midstream");
        if (ending.healthy()) {
            dispatcher.health().succeeded(target.id());
            dispatcher.metrics().succeeded(target);
        } else {
            Failure failure = new Failure.Broken("midstream");
            dispatcher.health().failed(target.id(), failure);
            dispatcher.metrics().failed(target, failure);
        }
        Future<Void> kept = kept(new AnswerReport(
                ending.outcome(),
                ending.status(),
                target,
                ending.usage(),
                ending.delivered(),
                log.made(),
                ending.firstByteMillis()));
        if (ending.outcome() == Outcome.COMPLETED) {
            kept.onSuccess(done -> guarded(() -> dispatcher.mirror().answered(request, target, ending)));
        }
        return kept;
    }

    private void refuse(ServiceError error) {
        boolean tellsWhen = error.code() == ErrorCode.UPSTREAM_ERROR;
        end(
                Outcome.REFUSED,
                log.lastTarget(),
                error,
                tellsWhen ? dispatcher.health().retryAfterMillis(request.targets()) : 0);
    }

    /// A refusal is told whether or not it is in the books: nothing was delivered.
    private void end(Outcome outcome, @Nullable Target target, ServiceError error, long retryAfterMillis) {
        request.client().closeHandler(null);
        kept(ended(outcome, error.code().status(), target)).onComplete(done -> {
            if (!request.client().closed() && !request.client().ended()) {
                ErrorAnswer.send(
                        request.client(),
                        request.errors(),
                        request.requestId(),
                        error,
                        retryAfterMillis,
                        Report.headers(request, log.size(), cleared));
            }
        });
    }

    private AnswerReport ended(Outcome outcome, int status, @Nullable Target target) {
        return new AnswerReport(outcome, status, target, null, 0, log.made(), null);
    }

    private Future<Void> kept(AnswerReport report) {
        over = true;
        free();
        dispatcher.vertx().cancelTimer(timer);
        return Report.books(request, report);
    }
}
