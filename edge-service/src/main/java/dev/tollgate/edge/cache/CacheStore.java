package dev.tollgate.edge.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sealed answers in Redis: `tollgate:answer:<hmac>`, each with an end. Answers come on the context that asked, in
/// time or as a failure.
@Singleton
class CacheStore {
    private final Vertx vertx;
    private final Redis redis;
    private final Duration readTimeout;
    private final Duration writeTimeout;

    CacheStore(Vertx vertx, Redis redis, CacheConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.readTimeout = config.readTimeout();
        this.writeTimeout = config.writeTimeout();
    }

    Future<Optional<byte[]>> get(String name) {
        return send(Request.cmd(Command.GET).arg(name), readTimeout)
                .map(found -> found == null ? Optional.empty() : Optional.of(found.toBytes()));
    }

    Future<Void> put(String name, byte[] sealed, long ttlMillis) {
        return send(
                        Request.cmd(Command.SET)
                                .arg(name)
                                .arg(Buffer.buffer(sealed))
                                .arg("PX")
                                .arg(ttlMillis),
                        writeTimeout)
                .mapEmpty();
    }

    private Future<@Nullable Response> send(Request request, Duration timeout) {
        Context here = vertx.getOrCreateContext();
        return Future.future(promise -> redis.send(request)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(answer -> here.runOnContext(back -> promise.handle(answer))));
    }
}
