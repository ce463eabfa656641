package dev.tollgate.contract.billing.v1;

import java.util.List;

/// A batch of frames, at most 2,000. Billing reads each frame on its own, so that one it does not know never stops
/// the rest.
public record UsageBatch(String edgeId, long epoch, List<UsageFrame> frames) {
    public UsageBatch {
        frames = List.copyOf(frames);
    }
}
