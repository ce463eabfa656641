package dev.tollgate.edge.peers;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// The ratelimit service, as the edge sees it. Every call may be repeated: each carries ids that count once.
///
/// Any failure means "limits can't be counted now", never "refused".
@Singleton
public class RatelimitPeer {
    /// The breaker's name in metrics, of the calls that a request waits for.
    public static final String BREAKER = "ratelimit";

    /// The breaker of slices' asks.
    public static final String SLICES_BREAKER = "ratelimit-slices";

    private final RatelimitClient client;
    private final PeerMeter meter;

    RatelimitPeer(@RestClient RatelimitClient client, PeerMeter meter) {
        this.client = client;
        this.meter = meter;
    }

    /// All small limits of one request, or none.
    @Timeout(value = 600, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20, jitter = 10, abortOn = PeerFailure.Refused.class)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = PeerFailure.Refused.class)
    @CircuitBreakerName(BREAKER)
    @Bulkhead(value = 256, waitingTaskQueue = 4096)
    public Uni<PermitAnswer> ask(PermitAsk ask) {
        return meter.measured(PeerCall.PERMIT, client.ask(ask.requestId(), ask));
    }

    /// Slices of large limits. Not repeated: a slice is worth nothing after 200 ms.
    @Timeout(value = 600, unit = ChronoUnit.MILLIS)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = PeerFailure.Refused.class)
    @CircuitBreakerName(SLICES_BREAKER)
    @Bulkhead(value = 32, waitingTaskQueue = 1024)
    public Uni<SliceAnswers> slices(SliceAsks asks) {
        return meter.measured(PeerCall.SLICES, client.slices(asks));
    }

    /// What has ended; the caller repeats it with its next batch.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(value = 4, waitingTaskQueue = 64)
    public Uni<Void> correct(PermitCorrections corrections) {
        return meter.measured(PeerCall.CORRECTIONS, client.correct(corrections));
    }

    /// What was not used; the caller repeats it with its next batch.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(value = 4, waitingTaskQueue = 64)
    public Uni<Void> giveBack(SliceReturns returns) {
        return meter.measured(PeerCall.SLICE_RETURNS, client.giveBack(returns));
    }

    /// What is under way.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 100, jitter = 50, abortOn = PeerFailure.Refused.class)
    @Bulkhead(value = 4, waitingTaskQueue = 64)
    public Uni<Void> renew(ConcurrencyRenewal renewal) {
        return meter.measured(PeerCall.RENEWALS, client.renew(renewal));
    }
}
