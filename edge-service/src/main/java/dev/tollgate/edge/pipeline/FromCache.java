package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.cache.CachedAnswer;
import dev.tollgate.edge.cache.CachedAnswers;
import dev.tollgate.edge.cache.Place;
import dev.tollgate.edge.cache.Question;
import dev.tollgate.edge.catalogue.RouteHints;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.idempotency.KeptAnswer;
import dev.tollgate.edge.metering.Metered;
import dev.tollgate.edge.metering.PriceCalculator;
import dev.tollgate.edge.relay.AnswerReport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Gives an admitted request the answer that its account got before, where its group keeps answers: at a part of the
/// price now in force, and no provider is asked. It is charged first and delivered then, as a plain answer is.
@Singleton
class FromCache {
    static final int OK = 200;

    private static final Logger LOG = Logger.getLogger(FromCache.class);

    private final CachedAnswers cache;
    private final BooksKeeper keeper;

    FromCache(CachedAnswers cache, BooksKeeper keeper) {
        this.cache = cache;
        this.keeper = keeper;
    }

    /// Answers, or calls `next`, with a recording of what will be answered where that is to be kept.
    void check(Call call, Admission.Outcome.Admitted admitted, BiConsumer<Call, Admission.Outcome.Admitted> next) {
        AnswerCache terms = call.route().group().cache();
        if (terms == null) {
            next.accept(call, admitted);
        } else if (mayBe(call)) {
            find(call, admitted, terms, next);
        } else {
            cache.skipped();
            next.accept(call, admitted);
        }
    }

    /// Whoever says which deployments to ask wants these to be asked. A batch's line has a price and a repetition of
    /// its own.
    static boolean mayBe(Call call) {
        return !call.isLine()
                && call.choices().hints().equals(RouteHints.NONE)
                && call.asked().repeatable().isAnswered(call.choices().cache());
    }

    private void find(
            Call call,
            Admission.Outcome.Admitted admitted,
            AnswerCache terms,
            BiConsumer<Call, Admission.Outcome.Admitted> next) {
        Place place = cache.place(new Question(
                call.key().accountId(),
                call.operation() + guarded(call),
                call.route().model().id(),
                call.asked().stream(),
                Buffer.buffer(call.asked().fingerprint())));
        Future<Optional<Hit>> hit = cache.find(place)
                .map(found -> found.flatMap(answer -> priced(call, admitted.reservation(), answer, terms)))
                .otherwise(Optional.empty());
        keeper.guard(call, admitted)
                .after(
                        hit,
                        found -> found.ifPresentOrElse(
                                given -> give(call, admitted, given, terms),
                                () -> next.accept(call.recorded(cache.record(place, terms)), admitted)));
    }

    /// What was kept under other guardrails, or none, has not passed these.
    private static String guarded(Call call) {
        Guardrails guardrails = call.route().group().guardrails();
        return guardrails == null ? "" : guardrails.toString();
    }

    /// An answer and what it costs now.
    private record Hit(CachedAnswer answer, Metered metered) {}

    /// Nothing is given that is not held: the hold may be of a shorter answer than this one (rules 5).
    private Optional<Hit> priced(Call call, Reservation reservation, CachedAnswer answer, AnswerCache terms) {
        Metered metered = new Metered(
                answer.quantities(),
                PriceCalculator.charge(call.route().price().tiers(), terms.chargePpm(), answer.quantities()),
                Quantities.NONE,
                0L,
                answer.estimated());
        boolean good = metered.charge().total() <= reservation.hold()
                && reservation.usable()
                && keeper.journal().admits();
        cache.used(good);
        return good ? Optional.of(new Hit(answer, metered)) : Optional.empty();
    }

    private void give(Call call, Admission.Outcome.Admitted admitted, Hit hit, AnswerCache terms) {
        Reservation reservation = admitted.reservation();
        if (call.exchange().response().closed()) {
            admitted.permit().giveBack();
            reservation.release();
            call.dropped();
            return;
        }
        call.asked().discard();
        UsageFrame.Subject subject = CallFrames.subject(call, reservation, keeper.pricesKnownAt());
        keeper.journal()
                .append(CallFrames.cached(call, subject, hit.metered(), terms.chargePpm()))
                .onFailure(failure -> RequestLog.about(
                        call.exchange().id(),
                        () -> LOG.errorf(
                                failure,
                                "the books of request %s were not kept",
                                call.exchange().id())))
                .eventually(() -> settled(call, admitted, hit))
                .onSuccess(kept -> deliver(call, admitted, hit))
                .onFailure(unkept -> call.exchange().response().reset());
    }

    private Future<Void> settled(Call call, Admission.Outcome.Admitted admitted, Hit hit) {
        long charge = hit.metered().charge().total();
        admitted.reservation().settle(charge);
        admitted.permit().settle(0);
        AnswerReport report = new AnswerReport(UsageFrame.Outcome.COMPLETED, OK, null, null, 0, List.of(), null);
        long added = System.nanoTime() - call.exchange().startNanos() - call.bodyNanos();
        keeper.metrics().ended(call, report, hit.metered(), added);
        return call.ticket().ended(charge > 0, repeated(call, hit.answer()));
    }

    /// For whoever sends it again by the same name.
    private static @Nullable KeptAnswer repeated(Call call, CachedAnswer answer) {
        return call.asked().stream() || !call.ticket().keeps(answer.body().length())
                ? null
                : new KeptAnswer(
                        call.exchange().id(),
                        answer.contentType(),
                        answer.body().toString());
    }

    private static void deliver(Call call, Admission.Outcome.Admitted admitted, Hit hit) {
        HttpServerResponse response = call.exchange().response();
        if (response.closed()) {
            return;
        }
        Map<String, String> headers = BooksKeeper.headers(call, admitted.permit());
        headers.put(Headers.CACHE, "hit");
        headers.put(Headers.ATTEMPTS, "0");
        headers.put(Headers.COST, Long.toString(hit.metered().charge().total()));
        headers.put(Headers.REQUEST_ID, call.exchange().id());
        headers.put("Content-Type", hit.answer().contentType());
        if (call.asked().stream()) {
            headers.put("Cache-Control", "no-cache");
            headers.put("X-Accel-Buffering", "no");
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(OK).end(hit.answer().body());
    }
}
