package dev.tollgate.edge.cache;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Records up to the group's bound of one answer, and all answers together up to the edge's.
final class Tape implements Recording {
    private static final String STREAM = "text/event-stream; charset=utf-8";

    private final CachedAnswers cache;
    private final Place place;
    private final AnswerCache terms;
    private final AtomicLong held;
    private final long heldMax;
    private final CacheMetrics metrics;
    private @Nullable Buffer recorded = Buffer.buffer(0);
    private String contentType = STREAM;

    /// @param held bytes of all that are being recorded
    Tape(CachedAnswers cache, Place place, AnswerCache terms, AtomicLong held, long heldMax, CacheMetrics metrics) {
        this.cache = cache;
        this.place = place;
        this.terms = terms;
        this.held = held;
        this.heldMax = heldMax;
        this.metrics = metrics;
    }

    @Override
    public void part(Buffer bytes) {
        Buffer sofar = recorded;
        if (sofar == null) {
            return;
        }
        if (sofar.length() + (long) bytes.length() > terms.maxBytes()) {
            metrics.tooLarge();
            drop();
        } else if (held.addAndGet(bytes.length()) > heldMax) {
            held.addAndGet(-bytes.length());
            metrics.crowded();
            drop();
        } else {
            sofar.appendBuffer(bytes);
        }
    }

    @Override
    public void whole(String type, Buffer bytes) {
        contentType = type;
        part(bytes);
    }

    @Override
    public void end(Quantities charged, boolean estimated) {
        Buffer all = recorded;
        if (all != null && all.length() > 0) {
            cache.keep(place, terms, new CachedAnswer(contentType, charged, estimated, all));
        }
        drop();
    }

    @Override
    public void drop() {
        Buffer all = recorded;
        if (all != null) {
            held.addAndGet(-all.length());
            recorded = null;
        }
    }
}
