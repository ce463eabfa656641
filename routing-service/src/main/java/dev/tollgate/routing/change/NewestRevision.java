package dev.tollgate.routing.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/// The revision whose snapshot this process serves. The poll of hundreds of edges is answered from it, without
/// Postgres.
@ApplicationScoped
public class NewestRevision {
    private final AtomicLong value = new AtomicLong();

    public long get() {
        return value.get();
    }

    public void set(long revision) {
        value.set(revision);
    }
}
