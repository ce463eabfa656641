package dev.tollgate.edge.pipeline;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts requests as Quarkus' graceful shutdown does, which waits until there are none.
@ApplicationScoped
class RequestsUnderWay {
    private static final int FIRST = 10_000;

    private final AtomicInteger count = new AtomicInteger();

    void watch(@Observes Filters filters) {
        filters.register(
                context -> {
                    count.incrementAndGet();
                    QuarkusRequestWrapper.get(context.request()).addRequestDoneHandler(done -> count.decrementAndGet());
                    context.next();
                },
                FIRST);
    }

    int count() {
        return count.get();
    }
}
