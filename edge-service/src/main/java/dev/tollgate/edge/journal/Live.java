package dev.tollgate.edge.journal;

import org.jspecify.annotations.Nullable;

/// A request between its `open` and its `done`. Changed by the writer alone; the shipper reads it.
final class Live {
    final long epoch;
    volatile byte[] open;
    final long openedNanos = System.nanoTime();
    volatile byte @Nullable [] progress;
    private Segment openIn;
    private @Nullable Segment progressIn;

    /// What billing was told last, and when; the shipper's own.
    byte @Nullable [] openTold;

    byte @Nullable [] progressTold;
    long toldNanos;

    Live(long epoch, byte[] open, Segment openIn) {
        this.epoch = epoch;
        this.open = open;
        this.openIn = openIn;
        openIn.live.incrementAndGet();
    }

    boolean isKeptBy(Segment segment) {
        return openIn == segment || progressIn == segment;
    }

    void progressed(byte[] payload, Segment in) {
        unpinProgress();
        progress = payload;
        progressIn = in;
        in.live.incrementAndGet();
    }

    /// Another model stands in for the one that it was opened with.
    void opened(byte[] payload, Segment in) {
        open = payload;
        carried(in);
    }

    /// Its `open` was written again, further on.
    void carried(Segment to) {
        openIn.live.decrementAndGet();
        openIn = to;
        to.live.incrementAndGet();
    }

    void ended() {
        openIn.live.decrementAndGet();
        unpinProgress();
    }

    private void unpinProgress() {
        Segment in = progressIn;
        if (in != null) {
            in.live.decrementAndGet();
            progressIn = null;
        }
    }
}
