package dev.tollgate.edge.relay;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/// All that is alive on one event loop is looked at in rounds: one timer for thousands of streams, none while there
/// is no stream. Not safe for use by other threads.
final class Rounds {
    static final long TICK_MILLIS = 250;

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    /// Something that is looked at.
    interface Look {
        void at(long nowNanos);
    }

    /// One's place in the rounds.
    final class Place {
        private final Look look;
        private int index;

        private Place(Look look) {
            this.look = look;
            this.index = places.size();
            places.add(this);
        }

        /// Harmless when it was left already.
        void leave() {
            if (index >= 0) {
                Place last = places.removeLast();
                if (last != this) {
                    places.set(index, last);
                    last.index = index;
                }
                index = -1;
            }
        }
    }

    private final ContextInternal context;
    private final List<Place> places = new ArrayList<>();
    private boolean ticking;

    private Rounds(ContextInternal context) {
        this.context = context;
    }

    /// Of the event loop that asks.
    static Rounds of(Vertx vertx) {
        // Not the request's own context, which would live as long as the timer.
        return new Rounds(((ContextInternal) vertx.getOrCreateContext()).unwrap());
    }

    Place enter(Look look) {
        if (!ticking) {
            ticking = true;
            context.setPeriodic(TICK_MILLIS, this::tick);
        }
        return new Place(look);
    }

    int size() {
        return places.size();
    }

    private void tick(long timer) {
        if (places.isEmpty()) {
            ticking = false;
            context.owner().cancelTimer(timer);
            return;
        }
        long now = System.nanoTime();
        // Backwards: whoever leaves is replaced by one that was looked at already.
        for (int i = places.size() - 1; i >= 0; i--) {
            if (i < places.size()) {
                look(places.get(i), now);
            }
        }
    }

    private static void look(Place place, long now) {
        try {
            place.look.at(now);
        } catch (RuntimeException e) {
            LOG.error("a round's look at a request failed", e);
        }
    }
}
