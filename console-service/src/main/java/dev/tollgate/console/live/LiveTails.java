package dev.tollgate.console.live;

import dev.tollgate.console.access.Standing;
import dev.tollgate.console.login.Credential;
import dev.tollgate.console.peers.TailPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageTail;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All live tails of this console: who listens, by account; their heartbeats, and their end.
@ApplicationScoped
class LiveTails {
    private final Map<String, Channel> channels = new HashMap<>();
    private final TailPeer peer;
    private final Standing standing;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private @Nullable Cancellable beating;
    private boolean ending;

    @Inject
    LiveTails(TailPeer peer, Standing standing, LiveConfig config, LiveMetrics metrics) {
        this.peer = peer;
        this.standing = standing;
        this.config = config;
        this.metrics = metrics;
    }

    void begin(@Observes StartupEvent started) {
        beating = Multi.createFrom()
                .ticks()
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .subscribe()
                .with(_ -> beat(), _ -> {});
    }

    void end(@Observes ShutdownDelayInitiatedEvent told) {
        endAll();
    }

    void end(@Observes ShutdownEvent told) {
        endAll();
        if (beating != null) {
            beating.cancel();
        }
    }

    /// Opens one.
    ///
    /// @param last where a listener goes on that was here before
    /// @throws ServiceException 429 when too many listen
    Multi<LiveEvent> open(
            String account, Credential credential, Predicate<UsageRecordView> wanted, @Nullable LastEvent last) {
        Listener[] self = new Listener[1];
        Listener listener = new Listener(credential, wanted, config.waitingMax(), () -> leave(account, self[0]));
        self[0] = listener;
        enter(account, listener);
        if (last != null) {
            peer.tail(account, last.postedAt())
                    .subscribe()
                    .with(tail -> repeat(listener, tail, last), _ -> listener.skipped());
        }
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(new LiveEvent.Heartbeat()), listener.events());
    }

    private static void repeat(Listener listener, UsageTail tail, LastEvent last) {
        if (tail.more()) {
            listener.skipped();
        }
        tail.records().stream().filter(last::isBefore).forEach(listener::tell);
    }

    private synchronized void enter(String account, Listener listener) {
        Channel known = channels.get(account);
        boolean full = metrics.listeners().get() >= config.listenersMax()
                || (known != null && known.listeners().size() >= config.listenersPerAccountMax());
        if (full) {
            throw new ServiceException(ErrorCode.RATE_LIMIT_EXCEEDED, "Too many live tails are open.");
        }
        if (ending) {
            throw new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "This console is about to end.");
        }
        channels.computeIfAbsent(account, id -> new Channel(config.pollEvery(), since -> peer.tail(id, since), metrics))
                .listeners()
                .add(listener);
        metrics.listeners().incrementAndGet();
    }

    private synchronized void leave(String account, Listener listener) {
        Channel channel = channels.get(account);
        if (channel != null && channel.listeners().remove(listener)) {
            metrics.listeners().decrementAndGet();
            if (channel.listeners().isEmpty()) {
                channel.close();
                channels.remove(account);
            }
        }
    }

    private void beat() {
        snapshot().forEach((account, listeners) -> listeners.forEach(listener -> beat(account, listener)));
    }

    private void beat(String account, Listener listener) {
        if (listener.ageNanos() > config.longest().toNanos()) {
            end(listener, "time");
        } else if (!listener.beat()) {
            metrics.ended("slow");
            leave(account, listener);
        } else if (listener.isToBeJudged()) {
            standing.may(listener.credential(), account, Permission.USAGE_READ)
                    .subscribe()
                    .with(
                            may -> {
                                listener.judged();
                                if (!may) {
                                    end(listener, "revoked");
                                }
                            },
                            _ -> {
                                if (!listener.missed()) {
                                    end(listener, "revoked");
                                }
                            });
        }
    }

    private void end(Listener listener, String reason) {
        metrics.ended(reason);
        listener.end(reason);
    }

    private void endAll() {
        synchronized (this) {
            ending = true;
        }
        snapshot().values().forEach(listeners -> listeners.forEach(listener -> end(listener, "shutdown")));
    }

    private synchronized Map<String, List<Listener>> snapshot() {
        Map<String, List<Listener>> all = new HashMap<>();
        channels.forEach((account, channel) -> all.put(account, List.copyOf(channel.listeners())));
        return all;
    }
}
