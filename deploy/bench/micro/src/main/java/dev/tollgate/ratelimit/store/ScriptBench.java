package dev.tollgate.ratelimit.store;

import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Settings;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import dev.tollgate.local.testing.RedisNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// One script on a real Redis, one after the other: most of it is the round trip. The bytes are those of the calling
/// thread, which only waits.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class ScriptBench extends Measured {
    private static final long WINDOW = 60_000;
    private static final long BUCKET = 1_000;
    private static final long LOG_MAX = 120;
    private static final long LARGE = 1_000_000_000_000L;
    private static final int RPM = 1;
    private static final Subject KEY = new Subject(SubjectKind.KEY, "key", "acct");

    private final Slot slot = Slot.of(KEY);
    private final List<String> windows = slot.windows(KEY);
    private RedisNode node;
    private Vertx vertx;
    private Redis redis;
    private Scripts scripts;
    private long number;

    @Setup
    public void prepare() {
        node = RedisNode.server(RedisNode.freePorts(1).getFirst());
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, node.url());
        scripts = new Scripts(
                redis,
                Settings.of(StoreConfig.class, Map.of("tollgate.ratelimit.store.timeout", "10s")),
                new StoreMetrics(new SimpleMeterRegistry()));
    }

    /// A request by its key's requests and tokens per minute.
    @Benchmark
    public List<Long> permit() {
        String id = "r" + number++;
        return run(
                Script.PERMIT,
                slot.request(id),
                List.of(id, WINDOW, BUCKET, LOG_MAX, 500, 30_000, 5_000, "take", LARGE, LARGE, 0, 0));
    }

    /// A slice of the key's requests per minute.
    @Benchmark
    public List<Long> slice() {
        String id = "s" + number++;
        return run(Script.SLICE, slot.slice(id), List.of(id, WINDOW, BUCKET, RPM, LARGE, 1_000, 200, 30_000, 1));
    }

    private List<Long> run(Script script, String record, List<?> arguments) {
        List<String> keys = new ArrayList<>(List.of(record));
        keys.addAll(windows);
        return scripts.run(script, keys, arguments).await().indefinitely();
    }

    @TearDown
    public void end() {
        redis.close();
        vertx.closeAndAwait();
        node.close();
    }
}
