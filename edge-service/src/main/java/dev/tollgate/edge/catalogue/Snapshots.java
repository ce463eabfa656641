package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.error.NotNow;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.ChangeFeed;
import dev.tollgate.edge.peers.ChangeFeeds;
import dev.tollgate.edge.peers.FeedSource;
import dev.tollgate.edge.peers.RoutingPeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Holds the snapshot in force. Follows routing's and billing's change feeds, fetches what changed by a conditional
/// GET and swaps when catalogue and price list of one file are both here; until then, and through any outage, the
/// last snapshot stays (rules 11).
@Startup
@Singleton
public class Snapshots {
    private static final Logger LOG = Logger.getLogger(Snapshots.class);
    private static final long RETRY_SOON_MILLIS = 1_000;

    private final Vertx vertx;
    private final CatalogueConfig config;
    private final SnapshotCompiler compiler;
    private final SnapshotMetrics metrics;
    private final ChangeFeeds feeds;
    private final FeedSource routingFeed;
    private final FeedSource billingFeed;
    private final SnapshotPart<Catalogue> catalogue;
    private final SnapshotPart<PriceList> prices;
    private final Object swap = new Object();
    private volatile @Nullable Snapshot current;
    private volatile long pricesKnownAt;
    private @Nullable String joinedCatalogue;
    private @Nullable String joinedPrices;
    private long timer = -1;

    Snapshots(
            Vertx vertx,
            CatalogueConfig config,
            EdgeMasterKeys keys,
            ChangeFeeds feeds,
            RoutingPeer routing,
            BillingPeer billing,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.compiler = new SnapshotCompiler(keys.keys());
        this.feeds = feeds;
        this.metrics = new SnapshotMetrics(registry, this);
        this.routingFeed = new FeedSource("routing", Channels.ROUTING_CHANGES, routing::changes);
        this.billingFeed = new FeedSource("billing", Channels.BILLING_CHANGES, billing::changes);
        this.catalogue = new SnapshotPart<>("catalogue", vertx, routing::catalogue, Catalogue::version, this::join);
        this.prices = new SnapshotPart<>("price list", vertx, billing::priceList, PriceList::hash, this::join);
    }

    @PostConstruct
    void start() {
        feeds.follow(routingFeed, page -> tell(catalogue, page, ChangeKind.CATALOGUE));
        ChangeFeed billing = feeds.follow(billingFeed, page -> tell(prices, page, ChangeKind.PRICE_LIST));
        long refreshNanos = config.refreshInterval().toNanos();
        timer = vertx.setPeriodic(1, config.retryInterval().toMillis(), tick -> {
            catalogue.tick(refreshNanos);
            prices.tick(refreshNanos);
            notePrices(billing);
        });
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /// Whether there is a snapshot: the edge is not ready before.
    public boolean ready() {
        return current != null;
    }

    /// Unix milliseconds at which the prices in force were last known to be billing's newest, so that billing can tell
    /// an edge that was cut off from one that charges stale prices (rules 11); 0 before the first.
    public long pricesKnownAt() {
        return pricesKnownAt;
    }

    private void notePrices(ChangeFeed billing) {
        if (ready() && !waiting() && prices.isCurrent()) {
            pricesKnownAt = System.currentTimeMillis() - billing.millisSinceHeard();
        }
    }

    /// The snapshot in force.
    ///
    /// @throws NotNow before the first one: who does not ask for readiness, such as a kept connection's other end,
    ///     may come so early
    public Snapshot current() {
        Snapshot snapshot = current;
        if (snapshot == null) {
            throw new NotNow(
                    new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The models are not known yet."),
                    RETRY_SOON_MILLIS);
        }
        return snapshot;
    }

    @Nullable
    Snapshot currentOrNull() {
        return current;
    }

    /// Whether the two parts at hand are of different files.
    boolean waiting() {
        Catalogue routes = catalogue.value();
        PriceList list = prices.value();
        return routes == null || list == null || !routes.fileHash().equals(list.fileHash());
    }

    private static void tell(SnapshotPart<?> part, ChangePage page, ChangeKind kind) {
        if (!page.complete() || page.changes().stream().anyMatch(change -> change.kind() == kind)) {
            part.changed();
        }
    }

    /// Runs on a worker thread after each part that arrived.
    private void join() {
        synchronized (swap) {
            Catalogue routes = catalogue.value();
            PriceList list = prices.value();
            if (routes == null || list == null || !routes.fileHash().equals(list.fileHash())) {
                return;
            }
            if (routes.version().equals(joinedCatalogue) && list.hash().equals(joinedPrices)) {
                return;
            }
            long began = System.nanoTime();
            SnapshotCompiler.Compiled compiled = compiler.compile(routes, list);
            current = compiled.snapshot();
            joinedCatalogue = routes.version();
            joinedPrices = list.hash();
            metrics.swapped(compiled.unopened().size());
            compiled.unopened()
                    .forEach(id -> LOG.errorf("the credential of %s cannot be opened: master keys differ", id));
            LOG.infof(
                    "catalogue %s with prices %s is in force: %d models, compiled in %d ms",
                    routes.version(),
                    list.hash(),
                    routes.models().size(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }
}
