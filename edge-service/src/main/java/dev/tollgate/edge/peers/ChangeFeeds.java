package dev.tollgate.edge.peers;

import dev.tollgate.contract.change.ChangePage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Starts a [ChangeFeed] for whoever follows a service, shows its age as a metric and stops all at shutdown.
@Singleton
public class ChangeFeeds {
    private final Vertx vertx;
    private final Redis redis;
    private final PeersConfig config;
    private final MeterRegistry metrics;
    private final List<ChangeFeed> feeds = new CopyOnWriteArrayList<>();

    ChangeFeeds(Vertx vertx, Redis redis, PeersConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.config = config;
        this.metrics = metrics;
    }

    /// Follows from revision 0. The listener runs on an event loop: it must not block, and what it throws at is
    /// delivered again.
    public ChangeFeed follow(FeedSource source, Consumer<ChangePage> listener) {
        ChangeFeed feed = new ChangeFeed(vertx, redis, config, source, listener);
        feeds.add(feed);
        Gauge.builder("tollgate.feed.age", feed, f -> f.millisSinceHeard() / 1000.0)
                .baseUnit("seconds")
                .description("Since the service's change feed was last heard")
                .tag("peer", source.service())
                .register(metrics);
        Gauge.builder("tollgate.feed.stale", feed, f -> f.isStale() ? 1 : 0)
                .description("1 when neither the poll nor the door bell was heard for stale-after")
                .tag("peer", source.service())
                .register(metrics);
        feed.start();
        return feed;
    }

    @PreDestroy
    void stop() {
        feeds.forEach(ChangeFeed::stop);
    }
}
