package dev.tollgate.ratelimit.store;

import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// The service's scripts by [TestClock], in the tests whose profile enables it.
@Alternative
@Singleton
public class ScriptsByTestClock extends Scripts {
    @Inject
    ScriptsByTestClock(Redis redis, StoreConfig config, StoreMetrics metrics) {
        super(redis, config, metrics, TestClock.PREAMBLE);
    }
}
