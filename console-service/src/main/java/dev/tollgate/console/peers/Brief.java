package dev.tollgate.console.peers;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that is kept for a short while, for what everybody may ask: while one caller fetches it anew, the others
/// get the one before; when it can't be fetched, the one before stays for a minute.
public final class Brief<T> {
    private static final long STALE_NANOS_MAX = Duration.ofMinutes(1).toNanos();

    private final Supplier<Uni<T>> fetch;
    private final long freshNanos;
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile @Nullable Held<T> held;

    public Brief(Duration fresh, Supplier<Uni<T>> fetch) {
        this.freshNanos = fresh.toNanos();
        this.fetch = fetch;
    }

    public Uni<T> get() {
        Held<T> now = held;
        if (now == null || now.ageNanos() > STALE_NANOS_MAX) {
            return fetched();
        }
        if (now.ageNanos() <= freshNanos || !fetching.compareAndSet(false, true)) {
            return Uni.createFrom().item(now.value());
        }
        return fetched()
                .onTermination()
                .invoke(() -> fetching.set(false))
                .onFailure()
                .recoverWithItem(now.value());
    }

    private Uni<T> fetched() {
        return fetch.get().invoke(value -> held = new Held<>(value, System.nanoTime()));
    }

    private record Held<T>(T value, long atNanos) {
        long ageNanos() {
            return System.nanoTime() - atNanos;
        }
    }
}
