package dev.tollgate.edge.peers;

import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.IntrospectionRequest;
import dev.tollgate.contract.auth.v1.WorkloadQuestion;
import dev.tollgate.contract.change.ChangePage;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// The auth service, as the edge sees it: bounded in time, in number, and not asked while it is down.
///
/// Any failure (a [PeerFailure], a timeout, an open breaker, a full bulkhead, no connection) means "no verdict",
/// never "no such key". Figures are overridden by `quarkus.fault-tolerance.*` properties.
@Singleton
public class AuthPeer {
    /// The breaker's name in metrics.
    public static final String BREAKER = "auth";

    /// The same of the calls about ServiceAccounts' tokens.
    public static final String WORKLOADS_BREAKER = "auth-workloads";

    private final AuthClient client;
    private final PeerMeter meter;

    AuthPeer(@RestClient AuthClient client, PeerMeter meter) {
        this.client = client;
        this.meter = meter;
    }

    /// The key context of this hash. Safe to repeat; a retry stays within 2.1 s in all.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 50, jitter = 25, abortOn = PeerFailure.Refused.class)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = PeerFailure.Refused.class)
    @CircuitBreakerName(BREAKER)
    @Bulkhead(value = 64, waitingTaskQueue = 512)
    public Uni<Introspection> introspect(String keyHash, @Nullable String requestId) {
        return meter.measured(PeerCall.INTROSPECT, client.introspect(requestId, new IntrospectionRequest(keyHash)));
    }

    /// The key context of a ServiceAccount's token, or why it is not taken. Bounded apart from keys, which go
    /// on while tokens are in trouble.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 50, jitter = 25, abortOn = PeerFailure.Refused.class)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = PeerFailure.Refused.class)
    @CircuitBreakerName(WORKLOADS_BREAKER)
    @Bulkhead(value = 16, waitingTaskQueue = 256)
    public Uni<Introspection> introspectWorkload(String token, @Nullable String requestId) {
        return meter.measured(
                PeerCall.INTROSPECT_WORKLOAD, client.introspectWorkload(requestId, new WorkloadQuestion(token)));
    }

    /// What has changed since this revision, or empty when nothing has. No retry and no breaker: the next poll is
    /// the retry, and the feed never has two under way.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Optional<ChangePage>> changes(long since) {
        return meter.measured(PeerCall.AUTH_CHANGES, client.changes(since)).map(Optional::ofNullable);
    }
}
