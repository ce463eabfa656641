package dev.tollgate.ratelimit.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection that many calls use at once: Redis answers them in order. On a cluster it is one connection to
/// each node. It is made anew when it breaks, when the node behind it may no longer write, and every second by the
/// topology then known: a primary that was replaced unseen must not count on.
final class Link {
    private static final long AGE_MAX_NANOS = 1_000_000_000L;
    private static final List<String> WRONG_NODE =
            List.of("READONLY", "MASTERDOWN", "CLUSTERDOWN", "LOADING", "NOREPLICAS");

    private final Redis redis;
    private final AtomicReference<@Nullable Open> current = new AtomicReference<>();

    Link(Redis redis) {
        this.redis = redis;
    }

    private record Open(Uni<RedisConnection> connection, long sinceNanos) {
        /// What is under way on it is answered still.
        void leave() {
            connection.subscribe().with(RedisConnection::closeAndForget, ignored -> {});
        }
    }

    /// More calls wait for answers than the connection can remember.
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("too many calls wait for Redis", null, false, false);
        }
    }

    Uni<Response> send(Request request) {
        Open open = open();
        return open.connection()
                .chain(connection ->
                        connection.pendingQueueFull() ? Uni.createFrom().failure(new Full()) : connection.send(request))
                .onFailure(Link::isOfConnection)
                .invoke(() -> drop(open));
    }

    /// Asks each node something cheap, if there is a connection at all: one that hears nothing for long is given up.
    Uni<Void> keep() {
        return current.get() == null
                ? Uni.createFrom().voidItem()
                : send(Request.cmd(Command.DBSIZE)).replaceWithVoid();
    }

    private Open open() {
        while (true) {
            long now = System.nanoTime();
            Open known = current.get();
            if (known != null && now - known.sinceNanos() < AGE_MAX_NANOS) {
                return known;
            }
            Open made = new Open(redis.connect().memoize().indefinitely(), now);
            if (current.compareAndSet(known, made)) {
                if (known != null) {
                    known.leave();
                }
                return made;
            }
        }
    }

    private void drop(Open open) {
        if (current.compareAndSet(open, null)) {
            open.leave();
        }
    }

    private static boolean isOfConnection(Throwable failure) {
        return switch (failure) {
            case ErrorType error -> WRONG_NODE.stream().anyMatch(error::is);
            case Full ignored -> false;
            default -> true;
        };
    }
}
