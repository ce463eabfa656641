package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real Redis behind Sentinel, of the system's `redis-server`. A field of type [RedisSentinels] in the test gets
/// it.
///
/// The service is pointed at it by the settings that an operator uses, and by no other.
public final class SentinelResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisSentinels sentinels;

    @Override
    public Map<String, String> start() {
        RedisSentinels started = RedisSentinels.start();
        sentinels = started;
        Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
        config.put("TOLLGATE_REDIS_URL", started.url());
        config.put("TOLLGATE_REDIS_CLIENT_TYPE", "sentinel");
        config.put("TOLLGATE_REDIS_MASTER_NAME", RedisSentinels.MASTER_NAME);
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(sentinels, new TestInjector.MatchesType(RedisSentinels.class));
    }

    @Override
    public void stop() {
        if (sentinels != null) {
            sentinels.close();
            sentinels = null;
        }
    }
}
