package dev.tollgate.edge.journal;

/// When the writer rests between two groups, so that frames gather: one write and one wake for many. Frames that
/// come one by one gain nothing by it and are never made to wait.
final class Pace {
    private static final double WINDOW_NANOS = 1_000_000;
    private static final double FAST = 5;

    private final long restNanos;
    private long lastNanos;
    /// Frames of the last millisecond, about: those before count less the longer ago they were.
    private double recent;

    Pace(long restNanos, long nowNanos) {
        this.restNanos = restNanos;
        this.lastNanos = nowNanos;
    }

    /// How long to rest after a group of so many frames; 0 while frames do not come fast.
    long restAfter(int frames, long nowNanos) {
        double left = Math.max(0, 1 - (nowNanos - lastNanos) / WINDOW_NANOS);
        recent = recent * left + frames;
        lastNanos = nowNanos;
        return recent >= FAST ? restNanos : 0;
    }
}
