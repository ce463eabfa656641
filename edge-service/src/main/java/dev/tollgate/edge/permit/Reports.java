package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Tells the service in batches what has ended and what was not used. A batch that failed is told again: both count
/// once. While the service is away the newest are kept, up to a bound; a dropped one lapses with its window.
final class Reports {
    private final Batches<Correction> corrections;
    private final Batches<Slice> slices;

    Reports(
            PermitConfig config,
            Function<List<Correction>, Future<Void>> correct,
            Function<List<SliceReturn>, Future<Void>> giveBack,
            Runnable dropped) {
        corrections = new Batches<>(config, correct, dropped);
        slices = new Batches<>(
                config, some -> giveBack.apply(some.stream().map(Slice::report).toList()), dropped);
    }

    void add(Correction correction) {
        corrections.add(correction);
    }

    void add(Slice slice) {
        slices.add(slice);
    }

    /// Sends what there is; one batch of each kind is under way at a time.
    Future<Void> flush() {
        return Future.join(corrections.flush(), slices.flush()).mapEmpty();
    }

    boolean isEmpty() {
        return corrections.count.get() == 0 && slices.count.get() == 0;
    }

    private static final class Batches<T> {
        private final PermitConfig config;
        private final Function<List<T>, Future<Void>> send;
        private final Runnable dropped;
        private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private Future<Void> underWay = Future.succeededFuture();

        Batches(PermitConfig config, Function<List<T>, Future<Void>> send, Runnable dropped) {
            this.config = config;
            this.send = send;
            this.dropped = dropped;
        }

        void add(T one) {
            waiting.add(one);
            if (count.incrementAndGet() > config.backlogMax() && waiting.poll() != null) {
                count.decrementAndGet();
                dropped.run();
            }
        }

        synchronized Future<Void> flush() {
            if (!underWay.isComplete()) {
                return underWay;
            }
            List<T> batch = new ArrayList<>();
            while (batch.size() < config.batchMax()) {
                T one = waiting.poll();
                if (one == null) {
                    break;
                }
                count.decrementAndGet();
                batch.add(one);
            }
            if (!batch.isEmpty()) {
                underWay = send.apply(batch).onFailure(ignored -> batch.forEach(this::add));
            }
            return underWay;
        }
    }
}
