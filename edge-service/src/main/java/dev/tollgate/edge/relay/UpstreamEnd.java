package dev.tollgate.edge.relay;

/// What becomes of the provider's connection behind the end of a stream: it goes back to its pool when the provider
/// ends its answer too, and is reset when it does not in time. Leaves the rounds when that is settled.
final class UpstreamEnd {
    private final Answering answering;
    private final Relays relays;
    private final Rounds.Place place;
    private boolean over;
    private long untilNanos;

    UpstreamEnd(Answering answering, Relays relays, Rounds.Place place) {
        this.answering = answering;
        this.relays = relays;
        this.place = place;
    }

    /// The provider's answer has ended, well or not.
    void ended() {
        over = true;
        if (untilNanos != 0) {
            place.leave();
        }
    }

    /// The stream is complete; the answer should end now.
    void await() {
        if (over) {
            place.leave();
            return;
        }
        untilNanos = System.nanoTime() + relays.config().endGrace().toNanos();
        // What still comes is not looked at; back-pressure must not keep the end from being read.
        answering.upstream().handler(bytes -> {});
        answering.upstream().resume();
    }

    void reset() {
        place.leave();
        if (!over) {
            over = true;
            answering.upstreamRequest().reset();
        }
    }

    void look(long now) {
        if (now - untilNanos > 0) {
            relays.metrics().lingering.increment();
            reset();
        }
    }
}
