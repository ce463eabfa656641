package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real Redis Cluster of the system's `redis-server`. A field of type [RedisCluster] in the test gets it.
///
/// The service is pointed at it by the settings that an operator uses, and by no other.
public final class RedisClusterResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisCluster cluster;

    @Override
    public Map<String, String> start() {
        RedisCluster started = RedisCluster.start();
        cluster = started;
        Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
        config.put("TOLLGATE_REDIS_URL", started.url());
        config.put("TOLLGATE_REDIS_CLIENT_TYPE", "cluster");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cluster, new TestInjector.MatchesType(RedisCluster.class));
    }

    @Override
    public void stop() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}
