package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import dev.tollgate.contract.ratelimit.v1.Subject;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tells the service in batches what has ended and what was not used. A batch that failed is told again: both count
/// once. While the service is away the newest are kept, up to a bound; a dropped one lapses with its window.
final class Reports {
    private final Batches<Correction> corrections;
    private final Batches<Slice> slices;
    private final Map<Subject, Integer> releasing = new ConcurrentHashMap<>();

    Reports(
            PermitConfig config,
            Function<List<Correction>, Future<Void>> correct,
            Function<List<SliceReturn>, Future<Void>> giveBack,
            Runnable dropped) {
        corrections = new Batches<>(
                config, some -> correct.apply(some).onSuccess(ignored -> some.forEach(this::isTold)), one -> {
                    isTold(one);
                    dropped.run();
                });
        slices = new Batches<>(
                config, some -> giveBack.apply(some.stream().map(Slice::report).toList()), ignored -> dropped.run());
    }

    void add(Correction correction) {
        correction.release().forEach(subject -> releasing.merge(subject, 1, Integer::sum));
        corrections.add(correction);
    }

    private void isTold(Correction correction) {
        correction.release().forEach(subject -> releasing.computeIfPresent(subject, (_, n) -> n > 1 ? n - 1 : null));
    }

    /// Whether a concurrency permit of this subject has ended here that the service may not know of.
    boolean isReleasing(Subject subject) {
        return releasing.containsKey(subject);
    }

    /// Completes when the service has heard of what had ended by now, or can't be told.
    Future<Void> tell() {
        // The batch under way, and then one with what came after it.
        return corrections.flush().transform(ignored -> corrections.flush()).otherwiseEmpty();
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
        private final Consumer<T> dropped;
        private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private Future<Void> underWay = Future.succeededFuture();

        Batches(PermitConfig config, Function<List<T>, Future<Void>> send, Consumer<T> dropped) {
            this.config = config;
            this.send = send;
            this.dropped = dropped;
        }

        void add(T one) {
            waiting.add(one);
            T oldest = count.incrementAndGet() > config.backlogMax() ? waiting.poll() : null;
            if (oldest != null) {
                count.decrementAndGet();
                dropped.accept(oldest);
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
