package dev.tollgate.edge.idempotency;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The names in Redis. Answers come on the context that asked, in time or as a failure.
@Singleton
class Names {
    /// Whoever lost its name meanwhile changes nothing. An empty value takes the name away.
    private static final String REPLACE = """
            if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
            if ARGV[2] == '' then return redis.call('del', KEYS[1]) end
            redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private final Vertx vertx;
    private final Redis redis;
    private final long timeoutMillis;

    Names(Vertx vertx, Redis redis, IdempotencyConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.timeoutMillis = config.redisTimeout().toMillis();
    }

    /// @return empty when the name is the caller's now, else what stands there
    Future<Optional<String>> claim(String key, String value, Duration lifetime) {
        Request set =
                Request.cmd(Command.SET).arg(key).arg(value).arg("NX").arg("PX").arg(lifetime.toMillis());
        return send(set)
                .compose(done -> done == null
                        ? send(Request.cmd(Command.GET).arg(key))
                                .compose(found -> found == null
                                        // It has lapsed, or was let go, between the two.
                                        ? claim(key, value, lifetime)
                                        : Future.succeededFuture(Optional.of(found.toString())))
                        : Future.succeededFuture(Optional.empty()));
    }

    Future<Void> replace(String key, String expected, String value, Duration lifetime) {
        Request script = Request.cmd(Command.EVAL)
                .arg(REPLACE)
                .arg(1)
                .arg(key)
                .arg(expected)
                .arg(value)
                .arg(lifetime.toMillis());
        return send(script).mapEmpty();
    }

    private Future<@Nullable Response> send(Request request) {
        Context here = vertx.getOrCreateContext();
        return Future.future(promise -> redis.send(request)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onComplete(answer -> here.runOnContext(back -> promise.handle(answer))));
    }
}
