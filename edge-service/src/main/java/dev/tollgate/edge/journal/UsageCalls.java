package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.edge.peers.BillingPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Hands frames to billing as they are on disk: nothing that a newer or older version wrote is lost by reading it
/// (rules 14). Blocks its caller; throws when billing did not take the batch.
final class UsageCalls {
    private static final byte[] TAIL = {']', '}'};
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

    /// @param frames read to their ends; they may change when this returns, however it does
    /// @param admittedIn 0 when no epoch was open yet: billing gets it under the present one
    void send(long admittedIn, List<ByteBuffer> frames) {
        long epoch = admittedIn == 0 ? epochs.current() : admittedIn;
        if (epoch == 0) {
            throw new IllegalStateException("no epoch is open yet");
        }
        UsageAnswer answer = billing.usage(body(epoch, frames)).await().atMost(ANSWER);
        if (answer.results().size() != frames.size()) {
            throw new IllegalStateException(
                    "billing answered " + answer.results().size() + " results to " + frames.size() + " frames");
        }
        answer.results().forEach(metrics::shipped);
    }

    /// [dev.tollgate.contract.billing.v1.UsageBatch] in one array of its exact size, which is the call's own: it may
    /// still be read when the frames' own bytes are not theirs any more.
    private byte[] body(long epoch, List<ByteBuffer> frames) {
        byte[] head = ("{\"edgeId\":\"" + edgeId + "\",\"epoch\":" + epoch + ",\"frames\":[")
                .getBytes(StandardCharsets.UTF_8);
        int commas = Math.max(0, frames.size() - 1);
        int size = head.length + frames.stream().mapToInt(ByteBuffer::remaining).sum() + commas + TAIL.length;
        ByteBuffer body = ByteBuffer.allocate(size).put(head);
        for (int i = 0; i < frames.size(); i++) {
            if (i > 0) {
                body.put((byte) ',');
            }
            body.put(frames.get(i));
        }
        return body.put(TAIL).array();
    }

    /// Billing has the epoch's whole journal.
    void closeEpoch(long epoch) {
        billing.closeEpoch(edgeId, epoch, epochs.current()).await().atMost(ANSWER);
    }
}
