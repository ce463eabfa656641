package dev.tollgate.ratelimit;

import dev.tollgate.local.testing.RedisNode;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/// A Redis that can be killed and paused, behind a [SilentProxy].
@NullUnmarked
public final class ProxiedRedisResource implements QuarkusTestResourceLifecycleManager {
    private RedisNode node;
    private SilentProxy proxy;

    @Override
    public Map<String, String> start() {
        node = RedisNode.server(RedisNode.freePorts(1).getFirst());
        proxy = new SilentProxy(node.port());
        Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
        config.put("TOLLGATE_REDIS_URL", proxy.url());
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(node, new TestInjector.MatchesType(RedisNode.class));
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(SilentProxy.class));
    }

    @Override
    public void stop() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        node.close();
    }
}
