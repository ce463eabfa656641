package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.edge.peers.BillingPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Hands frames to billing as they are on disk: nothing that a newer or older version wrote is lost by reading it
/// (rules 14). Blocks its caller; throws when billing did not take the batch.
final class UsageCalls {
    private static final Duration ANSWER = Duration.ofSeconds(12);

    private final BillingPeer billing;
    private final String edgeId;
    private final Epochs epochs;
    private final JournalMetrics metrics;

    UsageCalls(BillingPeer billing, String edgeId, Epochs epochs, JournalMetrics metrics) {
        this.billing = billing;
        this.edgeId = edgeId;
        this.epochs = epochs;
        this.metrics = metrics;
    }

    /// @param admittedIn 0 when no epoch was open yet: billing gets it under the present one
    void send(long admittedIn, List<byte[]> frames) {
        long epoch = admittedIn == 0 ? epochs.current() : admittedIn;
        if (epoch == 0) {
            throw new IllegalStateException("no epoch is open yet");
        }
        StringBuilder body = new StringBuilder("{\"edgeId\":\"")
                .append(edgeId)
                .append("\",\"epoch\":")
                .append(epoch)
                .append(",\"frames\":[");
        for (int i = 0; i < frames.size(); i++) {
            body.append(i > 0 ? "," : "").append(new String(frames.get(i), StandardCharsets.UTF_8));
        }
        UsageAnswer answer = billing.usage(body.append("]}").toString()).await().atMost(ANSWER);
        if (answer.results().size() != frames.size()) {
            throw new IllegalStateException(
                    "billing answered " + answer.results().size() + " results to " + frames.size() + " frames");
        }
        answer.results().forEach(metrics::shipped);
    }

    /// Billing has the epoch's whole journal.
    void closeEpoch(long epoch) {
        billing.closeEpoch(edgeId, epoch, epochs.current()).await().atMost(ANSWER);
    }
}
