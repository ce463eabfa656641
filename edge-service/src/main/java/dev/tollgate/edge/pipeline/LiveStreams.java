package dev.tollgate.edge.pipeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.dispatch.Running;
import dev.tollgate.edge.drain.TimeIsUp;
import dev.tollgate.edge.key.Authenticator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The streams under way, by key, so that a revocation can end them (rules 12). Bounded in number.
///
/// A stream enters first and then looks whether its key was ended meanwhile; a revocation is noted first and then
/// looks for streams: whichever comes second ends it.
@Singleton
public class LiveStreams {
    public static final ServiceError REVOKED = new ServiceError(ErrorCode.INVALID_API_KEY, "This API key was revoked.");

    private static final ServiceError SHUTTING_DOWN =
            new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "This server is shutting down. Send the request again.");

    /// Longer than a request is on its way from the key's check to its first attempt.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int REMEMBERED_MAX = 10_000;

    private final ConcurrentMap<String, Set<Live>> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    /// When a key's streams were ended, on the monotonic clock.
    private final Cache<String, Long> ended = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .executor(Runnable::run)
            .build();
    private final int max;

    LiveStreams(PipelineConfig config, MeterRegistry metrics) {
        this.max = config.streamsMax();
        Gauge.builder("tollgate.edge.streams", count, AtomicInteger::get)
                .description("Streams under way")
                .register(metrics);
    }

    void follow(@Observes StartupEvent start, Authenticator authenticator) {
        authenticator.onKeyEnded(this::end);
    }

    /// Whether one more would be too many.
    boolean isFull() {
        return count.get() >= max;
    }

    /// A stream is about to begin.
    ///
    /// @param checkedNanos before the key was checked, on the monotonic clock
    public Live enter(String keyId, long checkedNanos) {
        Live live = new Live(keyId);
        count.incrementAndGet();
        byKey.compute(keyId, (key, streams) -> {
            Set<Live> all = streams == null ? new HashSet<>() : streams;
            all.add(live);
            return all;
        });
        Long endedNanos = ended.getIfPresent(keyId);
        if (endedNanos != null && checkedNanos - endedNanos < 0) {
            live.revoke();
        }
        return live;
    }

    private void end(String keyId) {
        ended.put(keyId, System.nanoTime());
        List<List<Live>> found = new ArrayList<>(1);
        byKey.computeIfPresent(keyId, (key, streams) -> {
            found.add(List.copyOf(streams));
            return streams;
        });
        found.forEach(streams -> streams.forEach(Live::revoke));
    }

    /// A shutdown waits no longer: each stream ends with an error frame, and with what was delivered in the books.
    void cut(@Observes TimeIsUp event) {
        List<Live> all = new ArrayList<>();
        byKey.keySet()
                .forEach(key -> byKey.computeIfPresent(key, (same, streams) -> {
                    all.addAll(streams);
                    return streams;
                }));
        all.forEach(Live::cut);
    }

    private void leave(Live live) {
        byKey.computeIfPresent(live.keyId, (key, streams) -> {
            if (streams.remove(live)) {
                count.decrementAndGet();
            }
            return streams.isEmpty() ? null : streams;
        });
    }

    /// One stream, from before its first attempt to its end.
    public final class Live {
        private final String keyId;
        private @Nullable Running running;
        private boolean revoked;

        private Live(String keyId) {
            this.keyId = keyId;
        }

        /// Starts it; should its key have been revoked, it is ended at once.
        public void run(Supplier<Running> start) {
            Running started = start.get();
            boolean late;
            synchronized (this) {
                running = started;
                late = revoked;
            }
            if (late) {
                started.revoke(REVOKED);
            }
        }

        /// Whether its key was ended before it began.
        public synchronized boolean isRevoked() {
            return revoked;
        }

        private void cut() {
            Running under;
            synchronized (this) {
                under = running;
            }
            if (under != null) {
                under.cut(SHUTTING_DOWN);
            }
        }

        /// It has ended.
        public void leave() {
            LiveStreams.this.leave(this);
        }

        private void revoke() {
            Running under;
            synchronized (this) {
                revoked = true;
                under = running;
            }
            if (under != null) {
                under.revoke(REVOKED);
            }
        }
    }
}
