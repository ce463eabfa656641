package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.ratelimit.v1.PermitAsk.LimitCheck;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.ratelimit.store.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The checks of one ask that are in one slot, and so are judged by one script.
record SlotChecks(Slot slot, List<LimitCheck> checks) {
    /// Groups and models first: what they gave is given back when the account's slot refuses. Keys and accounts last,
    /// since they refuse most.
    static List<SlotChecks> inOrder(List<LimitCheck> checks) {
        Map<Slot, List<LimitCheck>> bySlot = new LinkedHashMap<>();
        for (LimitCheck check : checks) {
            bySlot.computeIfAbsent(Slot.of(check.subject()), ignored -> new ArrayList<>())
                    .add(check);
        }
        return bySlot.entrySet().stream()
                .map(entry -> new SlotChecks(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(one -> !one.slot().isShared()))
                .toList();
    }

    /// The request's record, then five windows a subject.
    List<String> keys(String requestId) {
        List<String> keys = new ArrayList<>();
        keys.add(slot.request(requestId));
        checks.forEach(check -> keys.addAll(slot.windows(check.subject())));
        return keys;
    }

    /// Four limits a subject, 0 for none.
    List<Long> limits() {
        List<Long> limits = new ArrayList<>();
        for (LimitCheck check : checks) {
            RateLimits of = check.limits();
            limits.addAll(List.of(or0(of.rpm()), or0(of.tpm()), or0(of.rpd()), or0(of.concurrency())));
        }
        return limits;
    }

    private static long or0(@Nullable Long limit) {
        return limit == null ? 0 : limit;
    }
}
