package dev.tollgate.edge.peers;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Listens on one Redis channel for as long as it runs, and listens again when Redis comes back. All state is
/// confined to the feed's context; Redis being away is normal (the poll alone keeps the second, rules 12).
///
/// On the plain client: the data source's `subscribe` sets its handler after the command, and may then never say
/// that it listens.
final class DoorBell {
    private static final Logger LOG = Logger.getLogger(DoorBell.class);

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final String channel;
    private final Duration retry;
    private final Consumer<String> onRing;
    private @Nullable RedisConnection connection;
    private boolean stopped;
    private boolean wasHeard = true;
    /// Counts attempts, so that a late end of an old subscription does not start a second new one.
    private int attempt;

    DoorBell(Vertx vertx, Context context, Redis redis, FeedSource source, Duration retry, Consumer<String> onRing) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.channel = source.channel();
        this.retry = retry;
        this.onRing = onRing;
    }

    /// Called on the context.
    void listen() {
        if (stopped) {
            return;
        }
        int mine = ++attempt;
        redis.connect()
                .onComplete(
                        opened -> context.runOnContext(ignored -> subscribe(mine, opened)),
                        failure -> lost(mine, failure));
    }

    private void subscribe(int mine, RedisConnection opened) {
        if (stopped || mine != attempt) {
            opened.close();
            return;
        }
        connection = opened;
        opened.handler(this::heard);
        opened.endHandler(ignored -> lost(mine, null));
        opened.exceptionHandler(failure -> lost(mine, failure));
        opened.send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .onComplete(ignored -> context.runOnContext(here -> listening(mine)), failure -> lost(mine, failure));
    }

    private void listening(int mine) {
        if (stopped || mine != attempt) {
            return;
        }
        if (!wasHeard) {
            LOG.infof("listening on %s again", channel);
        }
        wasHeard = true;
        // What was said while nobody listened is asked for at once.
        onRing.accept("");
    }

    private void heard(Response message) {
        boolean isMessage = message != null
                && message.size() == 3
                && "message".equals(message.get(0).toString());
        if (isMessage) {
            onRing.accept(message.get(2).toString());
        }
    }

    private void lost(int mine, @Nullable Throwable failure) {
        context.runOnContext(ignored -> {
            if (stopped || mine != attempt) {
                return;
            }
            attempt++;
            close();
            if (wasHeard) {
                LOG.warnf("not listening on %s (%s); polling goes on", channel, failure);
            }
            wasHeard = false;
            vertx.setTimer(retry.toMillis(), timer -> listen());
        });
    }

    /// Called on the context.
    void stop() {
        stopped = true;
        close();
    }

    private void close() {
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
