package dev.tollgate.edge.permit;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/// One admitted request's hold on its limits. Ends once: by [#settle] or by [#giveBack], whichever is first.
public final class Permit {
    private final Map<String, String> headers;
    private final LongConsumer end;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// @param end told the actual tokens, once
    Permit(Map<String, String> headers, LongConsumer end) {
        this.headers = Map.copyOf(headers);
        this.end = end;
    }

    /// Of what counts in no limit.
    public static Permit none() {
        return new Permit(Map.of(), nothing -> {});
    }

    /// The `x-ratelimit-*` headers of the answer; empty when the request has no limits.
    public Map<String, String> headers() {
        return headers;
    }

    /// The request has ended, having incurred so many tokens.
    public void settle(long actualTokens) {
        if (ended.compareAndSet(false, true)) {
            end.accept(Math.max(0, actualTokens));
        }
    }

    /// The request was refused later on: tokens and concurrency are returned, its count as a request is not (rules 15).
    public void giveBack() {
        settle(0);
    }
}
