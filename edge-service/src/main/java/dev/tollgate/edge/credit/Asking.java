package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.trace.TraceParent;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The conversation with billing: one ask in flight per lease, those that fall due within milliseconds in one call,
/// each repeated under its number until it is answered (rules 2 and 8). Touched on the context of [Leases] only.
final class Asking {
    private static final Logger LOG = Logger.getLogger(Asking.class);
    private static final long FIRST_RETRY_MILLIS = 25;
    private static final long RETRY_MAX_MILLIS = 1_000;
    private static final long AWAY_MILLIS = 200;
    static final int ASKS_MAX = 500;
    /// Of all asks in one call; billing takes no more than 10,000.
    private static final int NEEDS_MAX = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final CreditConfig config;
    private final BillingPeer billing;
    private final String edgeId;
    private final Epochs epochs;
    private final CreditMetrics metrics;
    private final BiConsumer<Lease, LeaseAnswer> answered;
    private final Consumer<Lease> stale;
    private final Set<Lease> due = new LinkedHashSet<>();
    private boolean sendArmed;

    /// @param answered takes each answer
    /// @param stale takes a lease of an epoch that is over
    Asking(
            Leases.Peers peers,
            Context context,
            CreditConfig config,
            CreditMetrics metrics,
            BiConsumer<Lease, LeaseAnswer> answered,
            Consumer<Lease> stale) {
        this.vertx = peers.vertx();
        this.context = context;
        this.config = config;
        this.billing = peers.billing();
        this.edgeId = peers.journal().edgeId();
        this.epochs = peers.epochs();
        this.metrics = metrics;
        this.answered = answered;
        this.stale = stale;
    }

    void markDue(Lease lease) {
        lease.due = true;
        if (lease.asked == null) {
            due.add(lease);
            arm();
        }
    }

    void forget(Lease lease) {
        due.remove(lease);
    }

    private void arm() {
        if (!sendArmed) {
            sendArmed = true;
            vertx.setTimer(
                    Math.max(1, config.batchInterval().toMillis()),
                    ignored -> context.runOnContext(here -> {
                        sendArmed = false;
                        send();
                    }));
        }
    }

    private void send() {
        List<Lease> batch = new ArrayList<>();
        long epoch = epochs.current();
        long now = System.nanoTime();
        int needs = 0;
        for (Iterator<Lease> all = List.copyOf(due).iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            due.remove(lease);
            if (lease.epoch != epoch) {
                stale.accept(lease);
                continue;
            }
            // Not answered yet: the same ask under the same number.
            LeaseAsk ask = lease.asked == null ? lease.ask(now) : lease.asked;
            if (batch.size() == ASKS_MAX || needs + ask.needs().size() > NEEDS_MAX) {
                call(epoch, List.copyOf(batch));
                batch.clear();
                needs = 0;
            }
            batch.add(lease);
            needs += ask.needs().size();
        }
        if (!batch.isEmpty()) {
            call(epoch, batch);
        }
    }

    private void call(long epoch, List<Lease> batch) {
        List<LeaseAsk> asks =
                batch.stream().map(lease -> Objects.requireNonNull(lease.asked)).toList();
        long askedMillis = System.currentTimeMillis();
        LeaseAsks body = new LeaseAsks(edgeId, epoch, asks);
        TraceParent trace = firstWaiting(batch);
        VertxContext.createNewDuplicatedContext(context)
                .runOnContext(ignored -> trace.adopt(() -> billing.leases(body)
                        .subscribe()
                        .with(
                                answers -> context.runOnContext(here -> answered(batch, answers, askedMillis)),
                                failure -> context.runOnContext(here -> failed(batch, failure)))));
    }

    /// Asks of many requests travel together: their span belongs to the first of them.
    private static TraceParent firstWaiting(List<Lease> batch) {
        return batch.stream()
                .flatMap(lease -> lease.askedFor.stream())
                .findFirst()
                .map(Waiter::trace)
                .orElseGet(TraceParent::current);
    }

    private void failed(List<Lease> batch, Throwable failure) {
        metrics.askFailures.increment();
        LOG.debugf("leases are not answered: %s", failure);
        for (Lease lease : batch) {
            lease.retryMillis = Math.clamp(lease.retryMillis * 2, FIRST_RETRY_MILLIS, RETRY_MAX_MILLIS);
            if (lease.retryMillis >= AWAY_MILLIS) {
                // Billing is away: who waits is told so now. The ask goes on being repeated.
                lease.askedFor.forEach(Waiter::away);
                lease.waiting.forEach(Waiter::away);
                lease.waiting.clear();
            }
            vertx.setTimer(
                    lease.retryMillis,
                    ignored -> context.runOnContext(here -> {
                        due.add(lease);
                        arm();
                    }));
        }
    }

    private void answered(List<Lease> batch, LeaseAnswers answers, long askedMillis) {
        if (!isTo(batch, answers)) {
            failed(batch, new IllegalStateException("billing answered other asks than it was sent"));
            return;
        }
        epochs.heard(answers.serverTime(), askedMillis);
        for (int i = 0; i < batch.size(); i++) {
            answered.accept(batch.get(i), answers.answers().get(i));
        }
    }

    private static boolean isTo(List<Lease> batch, LeaseAnswers answers) {
        if (answers.answers().size() != batch.size()) {
            return false;
        }
        for (int i = 0; i < batch.size(); i++) {
            LeaseAsk asked = batch.get(i).asked;
            if (asked == null || asked.askNumber() != answers.answers().get(i).askNumber()) {
                return false;
            }
        }
        return true;
    }
}
