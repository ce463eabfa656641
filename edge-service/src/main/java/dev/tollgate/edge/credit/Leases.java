package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.edge.credit.Waiter.Granted;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.peers.BillingPeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// All leases of this edge: one per (epoch, account, set of limits) (rules 2). Hands out what billing grants, gives
/// back what it recalls, renews what is used and closes what is not.
final class Leases {
    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final long TICK_MILLIS = 200;
    private static final int TICKS_PER_SECOND = 5;

    /// Whom leases work with.
    record Peers(Vertx vertx, BillingPeer billing, Epochs epochs, Journal journal) {}

    private final Peers peers;
    private final Context context;
    private final CreditConfig config;
    private final Map<LeaseKey, Lease> leases = new ConcurrentHashMap<>();
    private final Ticks ticks = new Ticks(System.nanoTime(), System.currentTimeMillis());
    private final CreditMetrics metrics;
    private final OutageCredit outage;
    private final Asking asking;
    private final long timer;
    /// Touched on the context only.
    private int tickCount;

    Leases(Peers peers, CreditConfig config, MeterRegistry registry) {
        this.peers = peers;
        this.context = ((VertxInternal) peers.vertx()).createEventLoopContext();
        this.config = config;
        this.metrics = new CreditMetrics(registry, this);
        this.outage = new OutageCredit(config.leasesMax());
        this.asking = new Asking(peers, context, config, metrics, this::take, this::drop);
        this.timer = peers.vertx().setPeriodic(TICK_MILLIS, ignored -> context.runOnContext(here -> tick()));
    }

    CreditMetrics metrics() {
        return metrics;
    }

    OutageCredit outage() {
        return outage;
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

    /// The lease at hand, if it belongs to the epoch in force and no time was lost.
    @Nullable
    Lease find(LeaseKey key) {
        Lease lease = leases.get(key);
        return lease != null
                        && lease.epoch == peers.epochs().current()
                        && ticks.inTime(System.nanoTime(), System.currentTimeMillis())
                ? lease
                : null;
    }

    /// Asks billing; the future completes on the caller's context and never fails.
    Future<Granted> need(LeaseKey key, Need need) {
        Context caller = Vertx.currentContext();
        Promise<Granted> promise = caller == null ? Promise.promise() : ((ContextInternal) caller).promise();
        Waiter waiter = new Waiter(need, false, promise);
        context.runOnContext(ignored -> enqueue(key, waiter));
        long late = peers.vertx().setTimer(config.askWait().toMillis(), ignored -> waiter.away());
        return promise.future().onComplete(done -> peers.vertx().cancelTimer(late));
    }

    private void enqueue(LeaseKey key, Waiter waiter) {
        if (!waiter.isWaiting()) {
            return;
        }
        long epoch = peers.epochs().current();
        Lease lease = leases.get(key);
        if (epoch == 0
                || (lease == null && leases.size() >= config.leasesMax())
                || (lease != null && lease.waiting.size() >= config.waitingMax())) {
            waiter.away();
            return;
        }
        if (lease == null || lease.epoch != epoch) {
            lease = new Lease(key, epoch, System.nanoTime());
            leases.put(key, lease);
        }
        lease.lastUsedNanos = System.nanoTime();
        lease.waiting.add(waiter);
        asking.markDue(lease);
    }

    /// The lease's credit runs low, or some of it should go back.
    void wantsAsk(Lease lease, boolean giveBack) {
        if (giveBack || lease.asked == null) {
            context.runOnContext(ignored -> {
                lease.giveBack |= giveBack;
                asking.markDue(lease);
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
                    asking.markDue(lease);
                }
            }
        });
    }

    private void take(Lease lease, LeaseAnswer answer) {
        Refusal refusal = answer.refusal();
        if (refusal != null && refusal.reason() == RefusalReason.SUPERSEDED) {
            peers.epochs().superseded(lease.epoch);
            drop(lease);
            return;
        }
        if (lease.closing) {
            closed(lease);
            return;
        }
        lease.answered(answer);
        long last = peers.journal().lastSequence();
        outage.told(answer.accountId(), answer.outageCredit(), peers.journal().isAcknowledged(last));
        List<Waiter> asked = lease.askedFor;
        lease.askedFor = List.of();
        for (int i = 0; i < asked.size(); i++) {
            long grant = i < answer.grants().size() ? answer.grants().get(i) : 0;
            handOut(lease, asked.get(i), grant, refusal);
        }
        if (lease.due || lease.giveBack || !lease.waiting.isEmpty()) {
            asking.markDue(lease);
        }
    }

    private void closed(Lease lease) {
        leases.remove(lease.key, lease);
        if (!lease.waiting.isEmpty()) {
            Lease next = new Lease(lease.key, lease.epoch, System.nanoTime());
            next.waiting.addAll(lease.waiting);
            leases.put(next.key, next);
            asking.markDue(next);
        }
    }

    private void handOut(Lease lease, Waiter waiter, long grant, @Nullable Refusal refusal) {
        if (grant > 0) {
            LeaseBook book = lease.book;
            book.grantReserved(grant);
            if (!waiter.promise().tryComplete(new Granted.Held(lease, book, grant))) {
                // Nobody waits any more.
                book.release(grant);
                lease.giveBack |= lease.exact;
            }
            return;
        }
        if (refusal == null) {
            waiter.away();
            return;
        }
        Refusal told = waiter.asTold(refusal, lease.book.left(), lease.free);
        if (told.heldByOthers() && !waiter.retried()) {
            peers.vertx()
                    .setTimer(
                            config.recallWait().toMillis(),
                            ignored -> context.runOnContext(here -> enqueue(lease.key, waiter.again())));
        } else {
            waiter.promise().tryComplete(new Granted.Denied(told));
        }
    }

    /// Its epoch is over: nothing is asked for under it any more. Its requests go on within their holds.
    private void drop(Lease lease) {
        leases.remove(lease.key, lease);
        asking.forget(lease);
        lease.forceRenewal();
        lease.askedFor.forEach(Waiter::away);
        lease.waiting.forEach(Waiter::away);
    }

    private void tick() {
        long now = System.nanoTime();
        ticks.tick(now, System.currentTimeMillis(), this::lost);
        if (++tickCount % TICKS_PER_SECOND == 0) {
            for (Lease lease : leases.values()) {
                lease.tick();
                keepUp(lease, now);
            }
        }
    }

    private void lost() {
        leases.values().forEach(lease -> {
            lease.forceRenewal();
            asking.markDue(lease);
        });
        LOG.warn("time was lost: leases are renewed before they are used again");
    }

    private void keepUp(Lease lease, long now) {
        long epoch = peers.epochs().current();
        if (lease.epoch != epoch && epoch != 0) {
            drop(lease);
            return;
        }
        boolean acknowledged = lease.idleSequence >= 0 && peers.journal().isAcknowledged(lease.idleSequence);
        switch (Upkeep.of(lease, now, config.idleClose(), acknowledged)) {
            case NOTHING -> {}
            case RENEW -> {
                lease.idleSequence = -1;
                asking.markDue(lease);
            }
            case GIVE_BACK -> {
                lease.idleSequence = peers.journal().lastSequence();
                lease.giveBack = true;
                asking.markDue(lease);
            }
            case CLOSE -> {
                if (lease.retire()) {
                    asking.markDue(lease);
                }
            }
        }
    }

    /// At shutdown: leases that no request holds, which are closed from now on.
    List<Lease> retired() {
        peers.vertx().cancelTimer(timer);
        List<Lease> closable = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (lease.epoch == peers.epochs().current() && lease.asked == null && lease.retire()) {
                asking.forget(lease);
                closable.add(lease);
            }
        }
        return closable;
    }

    Context context() {
        return context;
    }
}
