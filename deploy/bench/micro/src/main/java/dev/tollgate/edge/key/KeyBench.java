package dev.tollgate.edge.key;

import dev.tollgate.bench.micro.Keys;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// A key that is known: the way of nearly every request.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class KeyBench extends Measured {
    private static final String KEY = "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG012345";
    private static final String HEADER = "Bearer " + KEY;

    private Authenticator authenticator;

    @Setup
    @SuppressWarnings("NullAway") // Nobody is asked for a key that is known, and no change is heard.
    public void prepare() {
        KeyConfig config = Settings.of(KeyConfig.class, Map.of("tollgate.edge.key.ttl-unheard", "1h"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        KeyCache cache = new KeyCache(config, registry);
        KeyMetrics metrics = new KeyMetrics(registry);
        cache.store(KeyHash.of(KEY), new KnownKey(Keys.unlimited("acct"), 1, cache.epoch(), KeyLookups.nowMillis()));
        authenticator = new Authenticator(
                cache,
                new KeyLookups(null, cache, config, metrics),
                new KeyFollower(null, null, cache),
                metrics,
                config);
    }

    @Benchmark
    public KeyHash hash() {
        return KeyHash.of(KEY);
    }

    @Benchmark
    public Future<AuthOutcome> authenticated() {
        return authenticator.authenticate(HEADER, "192.0.2.1", "0199a3f4-6d2c-7e11-8a43-5f0d9c2b7e61");
    }
}
