package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.edge.credit.Waiter.Granted;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.peers.BillingPeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// All leases of this edge and their conversation with billing: one ask in flight per lease, those that fall due
/// within milliseconds in one call, each repeated under its number until it is answered (rules 2 and 8).
final class Leases {
    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final long TICK_MILLIS = 200;
    private static final int TICKS_PER_SECOND = 5;
    private static final long FIRST_RETRY_MILLIS = 25;
    private static final long RETRY_MAX_MILLIS = 1_000;
    private static final long AWAY_MILLIS = 200;
    private static final int ASKS_MAX = 500;

    private final Vertx vertx;
    private final Context context;
    private final CreditConfig config;
    private final BillingPeer billing;
    private final Epochs epochs;
    private final Journal journal;
    private final Map<LeaseKey, Lease> leases = new ConcurrentHashMap<>();
    private final Ticks ticks = new Ticks(System.nanoTime());
    private final CreditMetrics metrics;
    /// The rest is touched on the context only.
    private final Set<Lease> due = new LinkedHashSet<>();
    private boolean sendArmed;
    private int tickCount;
    private final long timer;

    Leases(
            Vertx vertx,
            CreditConfig config,
            BillingPeer billing,
            Epochs epochs,
            Journal journal,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.billing = billing;
        this.epochs = epochs;
        this.journal = journal;
        this.metrics = new CreditMetrics(registry, this);
        this.timer = vertx.setPeriodic(TICK_MILLIS, ignored -> context.runOnContext(here -> tick()));
    }

    CreditMetrics metrics() {
        return metrics;
    }

    Ticks ticks() {
        return ticks;
    }

    double count() {
        return leases.size();
    }

    double reserved() {
        return leases.values().stream()
                .mapToLong(lease -> lease.book.reserved())
                .sum();
    }

    /// The lease at hand, if it belongs to the epoch in force.
    @Nullable
    Lease find(LeaseKey key) {
        Lease lease = leases.get(key);
        return lease != null && lease.epoch == epochs.current() ? lease : null;
    }

    boolean inTime() {
        return ticks.inTime(System.nanoTime());
    }

    /// Asks billing; the future completes on the caller's context and never fails.
    Future<Granted> need(LeaseKey key, Need need) {
        Context caller = Vertx.currentContext();
        Promise<Granted> promise = caller == null ? Promise.promise() : ((ContextInternal) caller).promise();
        Waiter waiter = new Waiter(need, false, promise);
        context.runOnContext(ignored -> enqueue(key, waiter));
        vertx.setTimer(config.askWait().toMillis(), late -> promise.tryComplete(new Granted.Away()));
        return promise.future();
    }

    /// The lease's credit runs low, or some of it should go back.
    void wantsAsk(Lease lease, boolean giveBack) {
        if (giveBack || lease.asked == null) {
            context.runOnContext(ignored -> {
                lease.giveBack |= giveBack;
                markDue(lease);
            });
        }
    }

    void recalled(ChangePage page) {
        context.runOnContext(ignored -> {
            for (Lease lease : leases.values()) {
                boolean named = page.changes().stream()
                        .anyMatch(change -> change.kind() == ChangeKind.RECALL
                                && change.id().equals(lease.key.accountId()));
                if (named || !page.complete()) {
                    metrics.recalls.increment();
                    lease.giveBack = true;
                    markDue(lease);
                }
            }
        });
    }

    private void enqueue(LeaseKey key, Waiter waiter) {
        if (!waiter.isWaiting()) {
            return;
        }
        long epoch = epochs.current();
        if (epoch == 0 || (!leases.containsKey(key) && leases.size() >= config.leasesMax())) {
            waiter.promise().tryComplete(new Granted.Away());
            return;
        }
        Lease lease = leases.get(key);
        if (lease == null || lease.epoch != epoch) {
            lease = new Lease(key, epoch, System.nanoTime());
            leases.put(key, lease);
        }
        lease.lastUsedNanos = System.nanoTime();
        lease.waiting.add(waiter);
        markDue(lease);
    }

    private void markDue(Lease lease) {
        lease.due = true;
        if (lease.asked == null) {
            due.add(lease);
            arm();
        }
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
        for (Lease lease : List.copyOf(due)) {
            due.remove(lease);
            if (lease.epoch != epoch) {
                drop(lease);
            } else if (lease.asked == null) {
                lease.ask(now);
                batch.add(lease);
            } else {
                // Not answered yet: the same ask under the same number.
                batch.add(lease);
            }
            if (batch.size() == ASKS_MAX) {
                call(epoch, List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            call(epoch, batch);
        }
    }

    private void call(long epoch, List<Lease> batch) {
        List<LeaseAsk> asks = batch.stream()
                .map(lease -> java.util.Objects.requireNonNull(lease.asked))
                .toList();
        long askedMillis = System.currentTimeMillis();
        LeaseAsks body = new LeaseAsks(journal.edgeId(), epoch, asks);
        VertxContext.createNewDuplicatedContext(context).runOnContext(ignored -> billing.leases(body)
                .subscribe()
                .with(
                        answers -> context.runOnContext(here -> answered(batch, answers, askedMillis)),
                        failure -> context.runOnContext(here -> failed(batch, failure))));
    }

    private void failed(List<Lease> batch, Throwable failure) {
        metrics.askFailures.increment();
        LOG.debugf("leases are not answered: %s", failure);
        for (Lease lease : batch) {
            lease.retryMillis = Math.clamp(lease.retryMillis * 2, FIRST_RETRY_MILLIS, RETRY_MAX_MILLIS);
            if (lease.retryMillis >= AWAY_MILLIS) {
                // Billing is away: who waits is told so now. The ask goes on being repeated.
                lease.askedFor.forEach(waiter -> waiter.promise().tryComplete(new Granted.Away()));
                lease.waiting.forEach(waiter -> waiter.promise().tryComplete(new Granted.Away()));
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
        if (answers.answers().size() != batch.size()) {
            failed(batch, new IllegalStateException("billing answered other asks than it was sent"));
            return;
        }
        epochs.heard(answers.serverTime(), askedMillis);
        for (int i = 0; i < batch.size(); i++) {
            take(batch.get(i), answers.answers().get(i));
        }
    }

    private void take(Lease lease, LeaseAnswer answer) {
        Refusal refusal = answer.refusal();
        if (refusal != null && refusal.reason() == RefusalReason.SUPERSEDED) {
            epochs.superseded(lease.epoch);
            drop(lease);
            return;
        }
        if (lease.closing) {
            leases.remove(lease.key, lease);
            Lease next = new Lease(lease.key, lease.epoch, System.nanoTime());
            next.waiting.addAll(lease.waiting);
            if (!next.waiting.isEmpty()) {
                leases.put(next.key, next);
                markDue(next);
            }
            return;
        }
        lease.answered(answer);
        List<Waiter> asked = lease.askedFor;
        lease.askedFor = List.of();
        for (int i = 0; i < asked.size(); i++) {
            long grant = i < answer.grants().size() ? answer.grants().get(i) : 0;
            settle(lease, asked.get(i), grant, refusal);
        }
        if (lease.due || lease.giveBack || !lease.waiting.isEmpty()) {
            markDue(lease);
        }
    }

    private void settle(Lease lease, Waiter waiter, long grant, @Nullable Refusal refusal) {
        if (grant > 0) {
            LeaseBook book = lease.book;
            book.grantReserved(grant);
            if (!waiter.promise().tryComplete(new Granted.Held(lease, book, grant))) {
                book.release(grant);
                lease.giveBack |= lease.exact;
            }
        } else if (refusal == null) {
            waiter.promise().tryComplete(new Granted.Away());
        } else if (refusal.heldByOthers() && !waiter.retried()) {
            vertx.setTimer(
                    config.recallWait().toMillis(),
                    ignored -> context.runOnContext(here -> enqueue(lease.key, waiter.again())));
        } else {
            waiter.promise().tryComplete(new Granted.Denied(refusal));
        }
    }

    private void drop(Lease lease) {
        leases.remove(lease.key, lease);
        due.remove(lease);
        lease.forceRenewal();
        List<Waiter> all = new ArrayList<>(lease.askedFor);
        all.addAll(lease.waiting);
        all.forEach(waiter -> waiter.promise().tryComplete(new Granted.Away()));
    }

    private void tick() {
        long now = System.nanoTime();
        if (ticks.tick(now)) {
            LOG.warn("time was lost: leases are renewed before they are used again");
            leases.values().forEach(Lease::forceRenewal);
        }
        if (++tickCount % TICKS_PER_SECOND == 0) {
            for (Lease lease : leases.values()) {
                lease.tick();
                upkeep(lease, now);
            }
        }
    }

    private void upkeep(Lease lease, long now) {
        if (lease.epoch != epochs.current() && epochs.current() != 0) {
            drop(lease);
            return;
        }
        if (lease.asked != null || lease.closing) {
            return;
        }
        boolean idle = lease.book.reserved() == 0
                && lease.waiting.isEmpty()
                && now - lease.lastUsedNanos > config.idleClose().toNanos();
        if (!idle) {
            lease.idleSequence = -1;
            if (lease.spendNanosLeft(now) < config.renewBefore().toNanos()) {
                markDue(lease);
            }
        } else if (lease.idleSequence < 0) {
            lease.idleSequence = journal.lastSequence();
            lease.giveBack = true;
            markDue(lease);
        } else if (journal.isAcknowledged(lease.idleSequence)) {
            lease.closing = true;
            lease.forceRenewal();
            markDue(lease);
        }
    }

    /// Closes all at shutdown, after the journal is acknowledged; what is not closed lapses by itself.
    void close() {
        vertx.cancelTimer(timer);
        long epoch = epochs.current();
        Collection<Lease> open = leases.values();
        if (epoch == 0 || open.isEmpty() || !journal.isAcknowledged(journal.lastSequence())) {
            return;
        }
        List<LeaseAsk> closes = new ArrayList<>();
        for (Lease lease : open) {
            if (lease.epoch == epoch && lease.asked == null && closes.size() < ASKS_MAX) {
                lease.closing = true;
                closes.add(lease.ask(System.nanoTime()));
            }
        }
        try {
            billing.leases(new LeaseAsks(journal.edgeId(), epoch, closes))
                    .await()
                    .atMost(java.time.Duration.ofMillis(TimeUnit.SECONDS.toMillis(3)));
        } catch (RuntimeException e) {
            LOG.infof("%d leases are left to lapse: %s", closes.size(), e.toString());
        }
    }
}
