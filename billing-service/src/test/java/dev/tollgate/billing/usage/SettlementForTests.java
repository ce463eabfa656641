package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets tests of other packages settle one charge.
public final class SettlementForTests {
    private SettlementForTests() {}

    /// @param lease the open lease that the request was admitted under, or null
    public static Result settle(
            Tally tally, String accountId, List<PeriodKey> periods, long amount, @Nullable OfLease lease) {
        List<Settlement.Held> leases = lease == null
                ? List.of()
                : List.of(new Settlement.Held(
                        1, new Settlement.LeaseOf("e", 1, accountId, List.of()), lease.periods(), lease.held(), 0));
        Settlement settlement = new Settlement(tally, leases, 0);
        var settled = settlement.settle(new Due(accountId, lease == null ? null : 1L, periods, amount, 0, 0));
        return new Result(
                settled.collected(), settled.uncollected(), settlement.posted().getOrDefault(1L, 0L));
    }

    public record OfLease(List<PeriodKey> periods, long held) {}

    /// @param posted from the lease's hold
    public record Result(long collected, long uncollected, long posted) {}
}
