package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.credit.Spend;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.guard.GuardedCall;
import dev.tollgate.edge.idempotency.KeptAnswer;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.metering.Consumption;
import dev.tollgate.edge.metering.Meter;
import dev.tollgate.edge.metering.Metered;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.relay.AnswerGuard;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Gate;
import dev.tollgate.edge.relay.RelayHooks;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// The books of one request: opened in the journal before its first upstream write, kept while it streams, closed
/// before its last byte; then permit and reservation are settled. Lives on the request's event loop.
final class Books implements RelayHooks {
    private static final long PROGRESS_TOKENS = 512;
    private static final long PROGRESS_NANOS = 2_000_000_000L;
    private static final long RETRY_SOON_MILLIS = 1_000;
    private static final long NOT_YET = -1;

    private Call call;
    private Bounds bounds;
    private final Permit permit;
    private final Admission admission;
    private final Journal journal;
    private final TokenCounter tokens;
    private final PipelineMetrics metrics;
    private final Runnable onEnd;
    private Reservation reservation;
    private @Nullable KeptAnswer kept;
    private boolean opened;
    /// The journal knows of the model that is asked now.
    private boolean announced;
    private long charged = NOT_YET;
    private boolean over;
    private boolean clamped;
    private boolean began;
    private final long dispatchedNanos = System.nanoTime();
    private long connectNanos;
    private long readyNanos;
    private long recordedTokens;
    private final long pricesKnownAt;
    private long recordedNanos = System.nanoTime();

    /// @param onEnd told once, when the request has ended
    Books(Call call, Admission.Outcome.Admitted admitted, BooksKeeper keeper, Runnable onEnd) {
        this.call = call;
        this.bounds = admitted.bounds();
        this.permit = admitted.permit();
        this.reservation = admitted.reservation();
        this.admission = keeper.admission();
        this.journal = keeper.journal();
        this.tokens = keeper.tokens();
        this.metrics = keeper.metrics();
        this.pricesKnownAt = keeper.pricesKnownAt();
        this.onEnd = onEnd;
    }

    /// Of the model that is asked now.
    Call call() {
        return call;
    }

    Bounds bounds() {
        return bounds;
    }

    Permit permit() {
        return permit;
    }

    boolean isOver() {
        return over;
    }

    /// The model cannot answer: what was held at its price is free for another's.
    void letGo() {
        reservation.release();
    }

    /// From here on this is the request, and what it may cost.
    void standIn(Call other, Bounds itsBounds, Reservation itsReservation) {
        call = other;
        bounds = itsBounds;
        reservation = itsReservation;
        announced = false;
    }

    @Override
    public long charged() {
        return charged;
    }

    /// The bound to send upstream, as far as the present reservation reaches.
    OutputBound outputBound() {
        return OutputBound.of(bounds, call.route().free(), reservation);
    }

    /// Recorded first, judged then: the append may have waited for the disk.
    @Override
    public Future<Clearance> beforeUpstreamWrite(Target target, int attempt) {
        if (announced) {
            return cleared();
        }
        if (!opened) {
            connectNanos = System.nanoTime() - dispatchedNanos;
        }
        opened = true;
        announced = true;
        return journal.append(CallFrames.open(call, bounds, subject())).compose(recorded -> {
            readyNanos = readyNanos == 0 ? System.nanoTime() : readyNanos;
            return cleared();
        });
    }

    /// Time may have passed since the reservation, unseen or in a queue: then its lease is not trusted, and credit
    /// is reserved anew, once (rules 2).
    private Future<Clearance> cleared() {
        if (reservation.usable()) {
            return Future.succeededFuture(clearance());
        }
        reservation.release();
        metrics.reservedAnew();
        return admission.reserveAnew(call, bounds).map(outcome -> switch (outcome) {
            case ReserveOutcome.Reserved(Reservation anew) -> renewed(anew);
            case ReserveOutcome.Refused(ServiceError error, long retryAfterMillis) ->
                new Clearance.Refused(error, retryAfterMillis);
            case ReserveOutcome.Unavailable(ServiceError error, long retryAfterMillis) ->
                new Clearance.Refused(error, retryAfterMillis);
        });
    }

    private Clearance renewed(Reservation anew) {
        if (over) {
            anew.release();
        } else {
            reservation = anew;
        }
        return !over && anew.usable()
                ? clearance()
                : new Clearance.Refused(
                        new ServiceError(
                                ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be confirmed at the moment. Try again."),
                        RETRY_SOON_MILLIS);
    }

    private Clearance clearance() {
        OutputBound bound = outputBound();
        clamped |= bound.clamped();
        return new Clearance.Cleared(bound.perChoice(), bound.clamped());
    }

    private UsageFrame.Subject subject() {
        return CallFrames.subject(call, reservation, pricesKnownAt);
    }

    private UsageClass outputClass() {
        return call.asked().outputClass();
    }

    @Override
    public Gate mayDeliver(long outputTokens) {
        return gate(reservation.delivered(counted(outputTokens)));
    }

    @Override
    public long paidFor() {
        return reservation.affordable();
    }

    @Override
    public void delivered(long told) {
        long outputTokens = counted(told);
        long now = System.nanoTime();
        if (!began || outputTokens - recordedTokens >= PROGRESS_TOKENS || now - recordedNanos >= PROGRESS_NANOS) {
            // The first one tells a successor that the answer had begun, and the input is to be charged.
            began = true;
            recordedTokens = outputTokens;
            recordedNanos = now;
            // A progress frame that is lost is made up by the next; a journal in trouble stops admission by itself.
            journal.append(
                    new UsageFrame.Progress(UsageFrame.VERSION, call.exchange().id(), outputTokens));
        }
    }

    /// Text is counted, and held for; what is no text is estimated only, and never beyond what is held.
    private long counted(long outputTokens) {
        boolean estimated = outputClass() != UsageClass.OUTPUT || bounds.output() == 0;
        return estimated ? Math.min(outputTokens, bounds.output()) : outputTokens;
    }

    private static Gate gate(Spend spend) {
        return switch (spend) {
            case Spend.Within within -> Gate.GO;
            case Spend.Extending(Future<Spend> outcome) -> new Gate.Wait(outcome.map(Books::gate));
            case Spend.Exhausted(var error) -> new Gate.Stop(error);
        };
    }

    @Override
    public Quantities sent() {
        return Quantities.NONE.with(UsageClass.INPUT, bounds.inputEstimate()).plus(bounds.unitsEstimate());
    }

    @Override
    public @Nullable AnswerGuard guard() {
        GuardedCall guarded = call.guarded();
        return guarded == null ? null : guarded.ofAnswer();
    }

    @Override
    public void answered(String contentType, Buffer answer) {
        if (call.ticket().keeps(answer.length())) {
            kept = new KeptAnswer(call.exchange().id(), contentType, answer.toString());
        }
        call.recording().whole(contentType, answer);
    }

    @Override
    public void wrote(Buffer bytes) {
        call.recording().part(bytes);
    }

    @Override
    public Future<Void> ended(AnswerReport report) {
        long endedNanos = System.nanoTime();
        over = true;
        call.asked().discard();
        onEnd.run();
        Metered metered;
        try {
            metered = Meter.finish(consumption(report));
        } catch (RuntimeException e) {
            // Billing charges it by what the journal has of it, at the latest when its hold runs out.
            reservation.release();
            permit.giveBack();
            call.ticket().release();
            return Future.failedFuture(e);
        }
        charged = metered.charge().total();
        // What a batch's line is answered is kept before it is charged: in between, nothing is charged that is lost.
        Future<Void> named = call.isLine() ? call.ticket().ended(charged > 0, kept) : Future.succeededFuture();
        Future<Void> recorded = named.compose(told ->
                opened ? journal.append(CallFrames.done(call, subject(), report, metered)) : Future.succeededFuture());
        recorded.onComplete(
                done -> record(done.succeeded() && report.outcome() == UsageFrame.Outcome.COMPLETED, metered));
        return recorded.eventually(() -> {
            settle(report.outcome(), metered);
            metrics.ended(call, report, metered, added(System.nanoTime() - endedNanos));
            return call.ticket().ended(charged > 0, kept);
        });
    }

    /// Only what the same request would get again is kept: complete, and not cut shorter than its caller asked.
    private void record(boolean complete, Metered metered) {
        if (complete && !clamped) {
            call.recording().end(metered.charged(), metered.estimated());
        } else {
            call.recording().drop();
        }
    }

    /// Our own time: from the request's coming to its first upstream write, less the waits for its body and for a
    /// connection, and from the provider's last byte to the books' being kept. What lies between is the provider's
    /// and the client's.
    private long added(long settlingNanos) {
        return readyNanos == 0
                ? -1
                : readyNanos - call.exchange().startNanos() - call.bodyNanos() - connectNanos + settlingNanos;
    }

    private Consumption consumption(AnswerReport report) {
        Target target = report.target();
        return new Consumption(
                call.route().price().tiers(),
                target == null || target.cost() == null ? null : target.cost().tiers(),
                input(report),
                bounds.unitsEstimate(),
                report.usage(),
                counted(report.delivered()),
                outputClass(),
                target != null,
                report.firstByteMillis() != null,
                report.outcome());
    }

    /// Where the provider tells none, our own count is charged: by the tokenizer, never above the bound.
    private long input(AnswerReport report) {
        Target target = report.target();
        if (target == null || report.usage() != null || report.outcome() == UsageFrame.Outcome.REFUSED) {
            return bounds.inputEstimate();
        }
        if (bounds.input() == 0) {
            return 0;
        }
        String model = target.deployment().upstreamModel();
        return Math.min(bounds.input(), call.asked().inputTokens(text -> tokens.count(model, text)));
    }

    /// Only an answer in full teaches how long such answers are.
    private void settle(UsageFrame.Outcome outcome, Metered metered) {
        long charge = metered.charge().total();
        if (charge == 0 && metered.charged().isEmpty()) {
            reservation.release();
        } else if (outcome == UsageFrame.Outcome.COMPLETED) {
            reservation.settle(charge, metered.charged().output());
        } else {
            reservation.settle(charge);
        }
        permit.settle(metered.incurred().input() + metered.incurred().output());
    }
}
