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
/// @param delivered output tokens, by the last progress
record Inflight(UUID requestId, Origin origin, UsageFrame.@Nullable Open opened, long delivered, Instant seenAt) {
    private static final int OK = 200;

    /// What becomes of it when its edge does not return: a record of its input's bound and of what was delivered
    /// (rules 3). A later `done` of the edge corrects it.
    ReadFrame.Usage interrupted(UsageFrame.Open open) {
        Map<String, Long> quantities = new HashMap<>();
        put(quantities, UsageClass.INPUT, open.inputBound());
        put(quantities, UsageClass.OUTPUT, delivered);
        UsageFrame.Done done = new UsageFrame.Done(
                UsageFrame.VERSION,
                open.subject(),
                quantities,
                Map.of(),
                0,
                quantities,
                null,
                UsageFrame.Outcome.INTERRUPTED,
                true,
                delivered > 0 ? OK : 0,
                null,
                null,
                null,
                List.of(),
                null,
                Math.max(0, seenAt.toEpochMilli() - open.subject().admittedAt()));
        return new ReadFrame.Usage(requestId, done, FrameReader.content(done), null);
    }

    private static void put(Map<String, Long> quantities, UsageClass usageClass, long amount) {
        if (amount > 0) {
            quantities.put(usageClass.wireName(), amount);
        }
    }
}
