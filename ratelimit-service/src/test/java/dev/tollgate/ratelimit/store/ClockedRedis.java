package dev.tollgate.ratelimit.store;

import dev.tollgate.local.testing.RedisNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The scripts on a real Redis whose clock the test moves: one subject, the windows of production.
final class ClockedRedis implements AutoCloseable {
    static final long WINDOW = 60_000;
    static final long BUCKET = 1_000;
    static final long VALIDITY = 200;
    static final long LOG_MAX = 120;
    static final int RPM = 1;
    static final int TPM = 2;
    static final int RPD = 3;

    private final RedisNode node = RedisNode.server(RedisNode.freePorts(1).getFirst());
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, node.url());
    private final Scripts scripts =
            new Scripts(redis, new Config(), new StoreMetrics(new SimpleMeterRegistry()), TestClock.PREAMBLE);
    private String subject = "";
    private long now;

    private record Config() implements StoreConfig {
        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int parallel() {
            return 1;
        }

        @Override
        public int connections() {
            return 1;
        }

        @Override
        public Duration keepEvery() {
            return Duration.ofMillis(500);
        }

        @Override
        public int failuresMax() {
            return 16;
        }

        @Override
        public Duration probeEvery() {
            return Duration.ofMillis(100);
        }
    }

    /// What a script said of one ask.
    record Said(boolean admitted, long granted, long remaining, long retryAfter, long validity) {}

    /// Begins anew, with a subject that nobody has asked for.
    ///
    /// @param millis Unix milliseconds, not in the past: keys live by the real clock
    void begin(long millis) {
        subject = "{t}:" + UUID.randomUUID() + ":";
        at(millis);
    }

    long now() {
        return now;
    }

    void at(long millis) {
        now = millis;
        redis.send(Request.cmd(Command.SET).arg(TestClock.KEY).arg(Long.toString(millis)))
                .await()
                .indefinitely();
    }

    /// One request; limits of 0 are none.
    Said permit(String id, long rpm, long tpm, long rpd, long tokens) {
        List<Long> said = run(
                Script.PERMIT,
                keys("req:" + id),
                List.of(id, WINDOW, BUCKET, LOG_MAX, tokens, 30_000, 5_000, "take", rpm, tpm, rpd, 0));
        return new Said(said.get(0) == 1, 0, said.get(8), said.get(4), 0);
    }

    Said slice(String id, int dimension, long limit, long amount) {
        List<Long> said = run(
                Script.SLICE,
                keys("slice:" + id),
                List.of(id, WINDOW, BUCKET, dimension, limit, amount, VALIDITY, 30_000, 1));
        return new Said(said.get(0) > 0, said.get(0), said.get(2), said.get(4), said.get(1));
    }

    void giveBack(String id, int dimension, long total) {
        run(Script.GIVEBACK, keys("slice:" + id), List.of(id, WINDOW, BUCKET, dimension, total));
    }

    void correct(String id, long charged, long actual) {
        run(
                Script.CORRECT,
                List.of(subject + "req:" + id, subject + "tpm"),
                List.of(id, WINDOW, BUCKET, charged, actual, 1));
    }

    long restore(long day, long counted) {
        return run(Script.RESTORE, List.of(subject + "rpd"), List.of(day, counted))
                .getFirst();
    }

    private List<String> keys(String record) {
        List<String> keys = new ArrayList<>(List.of(subject + record));
        for (String window : List.of("log", "rpm", "tpm", "rpd", "con")) {
            keys.add(subject + window);
        }
        return keys;
    }

    private List<Long> run(Script script, List<String> keys, List<?> arguments) {
        return scripts.run(script, keys, arguments).await().indefinitely();
    }

    @Override
    public void close() {
        redis.close();
        vertx.closeAndAwait();
        node.close();
    }
}
