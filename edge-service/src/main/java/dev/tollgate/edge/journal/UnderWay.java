package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Tells billing of requests that take longer, so that it knows what is in flight at an edge that does not return
/// (rules 3). A courtesy: it needs no acknowledgement of each frame, and takes a bounded part of the shipper's
/// time.
final class UnderWay {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int BATCHES = 4;

    private final JournalConfig config;
    private final Unshipped unshipped;
    private final UsageCalls calls;
    private long toldNanos = System.nanoTime();

    UnderWay(JournalConfig config, Unshipped unshipped, UsageCalls calls) {
        this.config = config;
        this.unshipped = unshipped;
        this.calls = calls;
    }

    /// Tells what is due; who was told longest ago comes first.
    void tell() {
        long now = System.nanoTime();
        if (now - toldNanos < EVERY_NANOS) {
            return;
        }
        toldNanos = now;
        Map<Long, List<Live>> due = new TreeMap<>();
        unshipped.live().values().stream()
                .filter(live -> isNews(live, now))
                .sorted(Comparator.comparingLong(live -> live.openTold == null ? Long.MIN_VALUE : live.toldNanos))
                .limit((long) BATCHES * batchMax())
                .forEach(live -> due.computeIfAbsent(live.epoch, epoch -> new ArrayList<>())
                        .add(live));
        due.forEach((epoch, requests) -> tell(epoch, requests, now));
    }

    private boolean isNews(Live live, long now) {
        return now - live.openedNanos >= config.openAfter().toNanos()
                && (live.openTold != live.open || live.progress != live.progressTold);
    }

    /// Each may be two frames.
    private int batchMax() {
        return Math.max(1, config.batchMax() / 2);
    }

    private void tell(long epoch, List<Live> requests, long now) {
        for (int from = 0; from < requests.size(); from += batchMax()) {
            List<ByteBuffer> frames = new ArrayList<>();
            List<Runnable> told = new ArrayList<>();
            for (Live live : requests.subList(from, Math.min(requests.size(), from + batchMax()))) {
                byte[] progress = live.progress;
                byte[] open = live.open;
                if (live.openTold != open) {
                    frames.add(ByteBuffer.wrap(open));
                }
                if (progress != null && progress != live.progressTold) {
                    frames.add(ByteBuffer.wrap(progress));
                }
                told.add(() -> {
                    live.openTold = open;
                    live.progressTold = progress;
                    live.toldNanos = now;
                });
            }
            calls.send(epoch, frames);
            told.forEach(Runnable::run);
        }
    }
}
