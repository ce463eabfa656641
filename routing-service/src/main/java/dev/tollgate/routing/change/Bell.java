package dev.tollgate.routing.change;

import dev.tollgate.contract.http.Channels;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Rings at Redis after a commit. Fire and forget: the poll alone keeps the promise (rules 12).
@ApplicationScoped
public class Bell {
    private static final Logger LOG = Logger.getLogger(Bell.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final ReactiveRedisDataSource redis;

    Bell(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /// Tells this revision to whoever listens.
    public void ring(long revision) {
        redis.pubsub(String.class)
                .publish(Channels.ROUTING_CHANGES, Long.toString(revision))
                .ifNoItem()
                .after(LONGEST)
                .fail()
                .subscribe()
                .with(
                        done -> LOG.debugf("rang for revision %d", revision),
                        failure -> LOG.warnf("could not ring for revision %d: %s", revision, failure.toString()));
    }
}
