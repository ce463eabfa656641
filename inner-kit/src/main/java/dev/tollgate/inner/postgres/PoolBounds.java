package dev.tollgate.inner.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the configuration of a pool of connections cannot say. Who comes beyond these bounds gets a 503 at once and
/// asks again, rather than a queue that outgrows every caller's patience.
///
/// @param waitingMax calls that may wait for a connection
/// @param waitMax how long each may wait
public record PoolBounds(int waitingMax, Duration waitMax) {
    /// A pool with these bounds, and otherwise as it is configured.
    public Pool pool(PgPoolCreator.Input input) {
        var options = input.poolOptions()
                .setMaxWaitQueueSize(waitingMax)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setConnectionTimeout((int) waitMax.toMillis());
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
