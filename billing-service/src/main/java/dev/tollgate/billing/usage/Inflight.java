package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request under way.
///
/// @param opened null while only its progress is known: then nobody can be charged for it
/// @param delivered output tokens, by the last progress; null while none is known
/// @param unknown fields of the open frame that this release does not know, or null
record Inflight(
        UUID requestId,
        Origin origin,
        UsageFrame.@Nullable Open opened,
        @Nullable Long delivered,
        @Nullable String unknown,
        Instant seenAt) {
    private static final int OK = 200;

    /// What becomes of it when its edge does not return (rules 3): its input's bound, its units and what was delivered
    /// are charged once any progress is known, and nothing before, as nothing is known to have reached the caller
    /// (rules 17). A successor of the edge says the same by the same frames. A later `done` of the edge
    /// corrects it.
    ///
    /// A batch's line is answered whole or not at all, and asked again by its name: what was cut off is not
    /// charged.
    ReadFrame.Usage interrupted(UsageFrame.Open open) {
        Long delivered = open.subject().ofBatch() ? null : this.delivered;
        Map<String, Long> asked = new HashMap<>(open.units() == null ? Map.of() : open.units());
        put(asked, UsageClass.INPUT.wireName(), open.inputBound());
        Map<String, Long> quantities = new HashMap<>();
        if (delivered != null) {
            quantities.putAll(asked);
            put(quantities, open.outputClass() == null ? UsageClass.OUTPUT.wireName() : open.outputClass(), delivered);
        }
        UsageFrame.Done done = new UsageFrame.Done(
                UsageFrame.VERSION,
                open.subject(),
                quantities,
                Map.of(),
                0,
                delivered == null ? asked : quantities,
                null,
                UsageFrame.Outcome.INTERRUPTED,
                true,
                delivered == null ? 0 : OK,
                null,
                null,
                null,
                List.of(),
                null,
                Math.max(0, seenAt.toEpochMilli() - open.subject().admittedAt()));
        return new ReadFrame.Usage(requestId, done, FrameReader.content(done), unknown);
    }

    private static void put(Map<String, Long> quantities, String usageClass, long amount) {
        if (amount > 0) {
            quantities.put(usageClass, amount);
        }
    }
}
