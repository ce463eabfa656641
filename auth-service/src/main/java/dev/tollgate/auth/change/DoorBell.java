package dev.tollgate.auth.change;

import dev.tollgate.contract.http.Channels;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/// Tells the edges at once that there is a new revision. Fire and forget: who misses it hears it by the poll.
@ApplicationScoped
class DoorBell {
    private static final Logger LOG = Logger.getLogger(DoorBell.class);

    private final ReactiveRedisDataSource redis;

    DoorBell(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    void ring(long revision) {
        redis.pubsub(String.class)
                .publish(Channels.AUTH_CHANGES, Long.toString(revision))
                .subscribe()
                .with(
                        rung -> {},
                        failure -> LOG.warnf("revision %d was not announced: %s", revision, failure.toString()));
    }
}
