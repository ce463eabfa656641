package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.change.ChangePage;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// The billing service, as the edge sees it.
@Singleton
public class BillingPeer {
    /// The name of the breaker around lease asks, in metrics.
    public static final String BREAKER = "billing";

    private static final int NOT_FOUND = 404;

    /// A receipt has a few thousand, a key some hundred.
    private static final int ANSWER_BYTES_MAX = 256 << 10;

    private final BillingClient client;
    private final ObjectMapper json;
    private final PeerMeter meter;

    BillingPeer(@RestClient BillingClient client, ObjectMapper json, PeerMeter meter) {
        this.client = client;
        this.meter = meter;
        this.json = json;
    }

    /// The price list in force and to come, or empty when it is still the one of this hash. The next poll is the
    /// retry.
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Optional<PriceList>> priceList(@Nullable String hash) {
        return meter.measured(PeerCall.PRICE_LIST, client.priceList(Conditional.quoted(hash)))
                .chain(answer -> Conditional.read(answer, json, PriceList.class));
    }

    /// What has changed since this revision, or empty when nothing has. Several feeds may follow billing.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Bulkhead(4)
    public Uni<Optional<ChangePage>> changes(long since) {
        return meter.measured(PeerCall.BILLING_CHANGES, client.changes(since)).map(Optional::ofNullable);
    }

    /// The next epoch of this edge; the same one when asked again with one start id.
    @Timeout(value = 3, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<EdgeEpoch> openEpoch(String edgeId, EpochRequest request) {
        return meter.measured(PeerCall.OPEN_EPOCH, client.openEpoch(edgeId, request));
    }

    /// Ends an epoch whose journal billing has in full: its leases' holds are released.
    ///
    /// @param by the edge's present epoch
    @Timeout(value = 10, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Void> closeEpoch(String edgeId, long epoch, long by) {
        return meter.measured(PeerCall.CLOSE_EPOCH, client.closeEpoch(edgeId, epoch, by));
    }

    /// Leases' asks. Not retried here: whoever asks repeats an ask under its number until it is answered.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 500, skipOn = PeerFailure.Refused.class)
    @CircuitBreakerName(BREAKER)
    @Bulkhead(value = 16, waitingTaskQueue = 256)
    public Uni<LeaseAnswers> leases(LeaseAsks asks) {
        return meter.measured(PeerCall.LEASES, client.leases(asks));
    }

    /// A batch of frames, as JSON. The shipper is the retry.
    @Timeout(value = 10, unit = ChronoUnit.SECONDS)
    @Bulkhead(4)
    public Uni<UsageAnswer> usage(byte[] batch) {
        return meter.measured(PeerCall.USAGE, client.usage(batch));
    }

    /// What an account has. Asked for by key holders, never on a request's path.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(16)
    public Uni<CreditView> credit(String accountId) {
        return meter.measured(PeerCall.CREDIT, client.credit(accountId));
    }

    /// One request's record, or empty when billing does not know it (yet).
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(16)
    public Uni<Optional<UsageRecordView>> usageRecord(String requestId) {
        return orEmpty(meter.measured(PeerCall.USAGE_RECORD, client.usageRecord(requestId)));
    }

    /// The signed receipt of an account's request, as JSON; empty when billing has none, or is of a release that
    /// signs none.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(16)
    public Uni<Optional<JsonObject>> receipt(String requestId, String accountId) {
        return orEmpty(meter.measured(PeerCall.RECEIPT, client.receipt(requestId, accountId))
                .map(BillingPeer::json));
    }

    /// The public keys of receipts, a JWK set.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(4)
    public Uni<JsonObject> receiptKeys() {
        return meter.measured(PeerCall.RECEIPT_KEYS, client.receiptKeys()).map(BillingPeer::json);
    }

    /// A version of the price list as one group has it, or empty when there is none of that number.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(4)
    public Uni<Optional<PriceList.Version>> priceVersion(long version, String group) {
        return orEmpty(meter.measured(PeerCall.PRICE_VERSION, client.priceVersion(version, group)));
    }

    private static <T> Uni<Optional<T>> orEmpty(Uni<T> call) {
        return call.map(Optional::of)
                .onFailure(failure -> failure instanceof PeerFailure.Refused refused && refused.status() == NOT_FOUND)
                .recoverWithItem(Optional.empty());
    }

    private static JsonObject json(byte[] bytes) {
        if (bytes.length > ANSWER_BYTES_MAX) {
            throw new IllegalStateException("billing's answer has " + bytes.length + " bytes");
        }
        return new JsonObject(Buffer.buffer(bytes));
    }
}
