package dev.tollgate.edge.credit;

import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.edge.credit.Waiter.Granted;
import dev.tollgate.edge.journal.Epochs;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.ChangeFeeds;
import dev.tollgate.edge.peers.FeedSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reserves credit for requests: from a lease at hand without a call, else by asking billing (rules 5, 8).
@Startup
@Singleton
public class Credit {
    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final int PARTS = 8;

    private final Vertx vertx;
    private final CreditConfig config;
    private final ChangeFeeds feeds;
    private final FeedSource recalls;
    private final Leases.Peers peers;
    private final Leases leases;
    private final LearnedOutput learned;

    Credit(
            Vertx vertx,
            CreditConfig config,
            BillingPeer billing,
            ChangeFeeds feeds,
            Epochs epochs,
            Journal journal,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.feeds = feeds;
        this.recalls = new FeedSource("billing-recalls", Channels.BILLING_CHANGES, billing::changes);
        this.peers = new Leases.Peers(vertx, billing, epochs, journal);
        this.leases = new Leases(peers, config, registry);
        this.learned = new LearnedOutput(config.learnedMax());
    }

    @PostConstruct
    void follow() {
        feeds.follow(recalls, leases::recalled);
    }

    /// Never fails; completes on the caller's context, at once when a lease at hand has the credit.
    public Future<ReserveOutcome> reserve(ReserveRequest request) {
        if (request.free()) {
            return Future.succeededFuture(new ReserveOutcome.Reserved(new FreeReservation(this, request)));
        }
        HoldPlan plan = HoldPlan.of(request, learned.p95(request.key().keyId(), request.modelId()));
        LeaseKey key = LeaseKey.of(request.key());
        int gaps = leases.ticks().gaps();
        Granted.Held held = atHand(key, plan);
        if (held != null) {
            leases.metrics().hits.increment();
            return Future.succeededFuture(reserved(held, request, plan, gaps));
        }
        leases.metrics().misses.increment();
        return leases.need(key, plan.need()).map(granted -> switch (granted) {
            case Granted.Held asked -> reserved(asked, request, plan, gaps);
            case Granted.Denied(Refusal refusal) ->
                new ReserveOutcome.Refused(Refusals.of(refusal), refusal.retryAfterMillis());
            case Granted.Away() -> inOutage(request, plan);
        });
    }

    /// Billing is away and the lease spent or over: outage credit, if the account has any, else a 503, never a 402. A
    /// spend limit cannot be checked from here, so a key that has one gets none.
    private ReserveOutcome inOutage(ReserveRequest request, HoldPlan plan) {
        Need need = plan.need();
        long hold = request.key().spendLimitIds().isEmpty()
                ? leases.outage().reserve(request.key().accountId(), need.bound(), need.least())
                : 0;
        if (hold > 0) {
            leases.metrics().outage.increment();
            return new ReserveOutcome.Reserved(new OutageReservation(leases.outage(), request, plan, hold));
        }
        return new ReserveOutcome.Unavailable(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be checked at the moment. Try again."),
                RETRY_AFTER_MILLIS);
    }

    private Granted.@Nullable Held atHand(LeaseKey key, HoldPlan plan) {
        Lease lease = leases.find(key);
        if (lease == null) {
            return null;
        }
        LeaseBook book = lease.book;
        long wanted = plan.wanted(lease.free);
        if (!lease.reserve(book, wanted, System.nanoTime())) {
            return null;
        }
        if (lease.isLow()) {
            leases.wantsAsk(lease, false);
        }
        return new Granted.Held(lease, book, wanted);
    }

    /// What a request would hold, and what would be sent as its bound, of so much free credit. Reserves nothing.
    ///
    /// @param free of the account, beside what this edge has leased
    public Forecast forecast(ReserveRequest request, long free) {
        HoldPlan plan = HoldPlan.of(request, learned.p95(request.key().keyId(), request.modelId()));
        Lease lease = leases.find(LeaseKey.of(request.key()));
        long all = free + (lease == null ? 0 : Math.max(0, lease.book.available()));
        Need need = plan.need();
        long hold = need.least() > all ? 0 : Math.min(all, plan.wanted(all));
        return new Forecast(need.bound(), need.least(), hold, plan.outputBound(hold, all < PARTS * need.bound()));
    }

    /// Nano-credits, but for the last.
    ///
    /// @param bound the worst that it can cost
    /// @param least below which it is refused
    /// @param hold 0 when there is not enough
    /// @param outputBound tokens, over all choices
    public record Forecast(long bound, long least, long hold, long outputBound) {}

    private ReserveOutcome reserved(Granted.Held held, ReserveRequest request, HoldPlan plan, int gaps) {
        LeasedReservation reservation = new LeasedReservation(this, held, request, plan, gaps);
        if (reservation.clamped()) {
            leases.metrics().clamped.increment();
        }
        return new ReserveOutcome.Reserved(reservation);
    }

    Leases leases() {
        return leases;
    }

    CreditConfig config() {
        return config;
    }

    void later(Duration delay, Runnable task) {
        vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
    }

    /// How much output requests of this key on this model usually take, in tokens over all choices (the 95th
    /// percentile); 0 while too little is known. For estimates; no promise.
    public long learnedOutput(String keyId, String modelId) {
        return learned.p95(keyId, modelId);
    }

    void learn(ReserveRequest request, long outputTokens) {
        learned.learn(request.key().keyId(), request.modelId(), outputTokens);
    }

    /// In exact mode what a request did not need goes back at once (rules 5).
    void resolved(Lease lease) {
        lease.lastUsedNanos = System.nanoTime();
        if (lease.exact && lease.book.available() > 0) {
            leases.wantsAsk(lease, true);
        }
    }

    void stop(@Observes @Priority(Journal.DRAIN_PRIORITY + 100) ShutdownEvent event) {
        LastCloses.of(leases, peers);
    }
}
