package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `redis-server` of the system that a test may kill, pause and start again: a field of type [RedisNode] gets
/// it.
public final class RedisNodeResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisNode node;

    @Override
    public Map<String, String> start() {
        RedisNode started = RedisNode.server(RedisNode.freePorts(1).getFirst());
        node = started;
        Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
        config.put("TOLLGATE_REDIS_URL", started.url());
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(node, new TestInjector.MatchesType(RedisNode.class));
    }

    @Override
    public void stop() {
        if (node != null) {
            node.close();
            node = null;
        }
    }
}
