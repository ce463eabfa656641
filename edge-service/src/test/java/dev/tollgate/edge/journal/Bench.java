package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// A journal's writer on a real directory, without a shipper: what a test needs to write and to read again.
final class Bench implements AutoCloseable {
    final JournalDirectory directory;
    final SegmentStore store;
    final Unshipped unshipped;
    final JournalWriter writer;
    final AtomicInteger groups = new AtomicInteger();
    private final Semaphore disk = new Semaphore(1);
    private final ExecutorService keeper = Executors.newSingleThreadExecutor();
    private final Thread thread;

    Bench(TestSettings settings) throws IOException {
        directory = JournalDirectory.open(settings.dir(), Optional.of("edge-test"));
        Recovery.Recovered recovered = Recovery.read(directory, Samples.JSON);
        store = new SegmentStore(directory, settings, recovered.segments(), recovered.nextNumber(), keeper);
        unshipped = new Unshipped(settings.freshMax(), recovered.lastSequence());
        unshipped.inherit(recovered.counted(), recovered.interrupted(), directory.epochs());
        writer = new JournalWriter(settings, store, unshipped, this::wrote);
        store.prepare();
        thread = Thread.ofPlatform().start(writer);
    }

    /// Called by the writer's thread: this is where a stalled disk holds it.
    private void wrote() {
        groups.incrementAndGet();
        disk.acquireUninterruptibly();
        disk.release();
    }

    void stall() {
        disk.acquireUninterruptibly();
    }

    void goOn() {
        disk.release();
    }

    Future<Void> append(UsageFrame frame) {
        return append(frame, 1);
    }

    Future<Void> append(UsageFrame frame, long epoch) {
        Promise<Void> written = Promise.promise();
        if (!writer.offer(new JournalWriter.Entry(frame, epoch, written))) {
            written.fail("the queue is full");
        }
        return written.future();
    }

    /// True when it was written.
    boolean written(UsageFrame frame) {
        Future<Void> appended = append(frame);
        await(appended);
        return appended.succeeded();
    }

    static void await(Future<?> future) {
        Awaitility.await().pollInterval(2, TimeUnit.MILLISECONDS).until(future::isComplete);
    }

    boolean admits() {
        return !store.isFull() && writer.isHealthy();
    }

    Segment oldest() {
        return Objects.requireNonNull(store.oldest());
    }

    /// As billing's acknowledgement of all that is in memory.
    void acknowledgeAll() {
        unshipped.acknowledge(unshipped.size());
        store.trim();
    }

    /// All good frames on disk, in order.
    List<UsageFrame> onDisk() throws IOException {
        List<UsageFrame> frames = new ArrayList<>();
        for (long number : directory.segments()) {
            FrameCodec.scan(Files.readAllBytes(directory.segment(number))).frames().stream()
                    .map(frame -> Samples.read(frame.payload()))
                    .forEach(frames::add);
        }
        return frames;
    }

    /// Lets go of all without a word, as a death does.
    void die() throws IOException {
        writer.stop();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        assertThat(thread.isAlive()).isFalse();
        keeper.shutdownNow();
        try {
            // What it was about to make must not come over what a test writes next.
            assertThat(keeper.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        directory.close();
    }

    @Override
    public void close() throws IOException {
        die();
        store.close();
    }
}
