package dev.tollgate.edge.permit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Which limits are judged where, and what happens when ratelimit is away.
@ConfigMapping(prefix = "tollgate.edge.permit")
public interface PermitConfig {
    /// What a request gets while limits can't be counted.
    enum WhenAway {
        /// This edge's share of each limit is judged here.
        SHARE,
        /// 503.
        REFUSE
    }

    /// What a request gets while limits can't be counted: `share` judges this edge's share of each limit, `refuse` is
    /// a 503.
    @WithDefault("share")
    WhenAway whenAway();

    /// An RPM up to this is asked for per request, and so exact.
    @WithDefault("120")
    long smallRpm();

    /// A daily limit up to this is asked for per request.
    @WithDefault("172800")
    long smallRpd();

    /// A concurrency limit up to this is asked for per request.
    @WithDefault("256")
    long smallConcurrency();

    /// Between two batches of corrections and returns.
    @WithDefault("100ms")
    Duration flushEvery();

    /// Most corrections or returns of one batch.
    @WithDefault("500")
    int batchMax();

    /// Most corrections kept while ratelimit is away; the oldest are dropped, and counted.
    @WithDefault("50000")
    int backlogMax();

    /// Between two renewals of concurrency permits, which live for 30 s.
    @WithDefault("10s")
    Duration renewEvery();

    /// Slots not renewed for so long are no longer this edge's.
    @WithDefault("25s")
    Duration slotsLost();

    /// A subject not seen for so long is forgotten.
    @WithDefault("60s")
    Duration idleAfter();

    /// Most subjects with slices; those above are asked for per request.
    @WithDefault("50000")
    int subjectsMax();
}
