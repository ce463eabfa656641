package dev.tollgate.auth.internal;

import dev.tollgate.inner.postgres.PoolBounds;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;

/// The pool of connections, with the bounds of the wait for one.
@Singleton
class BoundedPool implements PgPoolCreator {
    private final PoolConfig config;

    BoundedPool(PoolConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        return new PoolBounds(config.waitingMax(), config.waitMax()).pool(input);
    }
}
