package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.Tally;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides where a charge comes from: the lease's hold, then what the account has free, then what was promised for
/// an outage; only what is not there is uncollected (rules 1, 7, 8, 10). Pure; takes from the tally. Not
/// thread-safe.
final class Settlement {
    private final Tally tally;
    private final long edges;
    private final Map<Long, Long> left = new HashMap<>();
    private final Map<Long, Held> leases = new HashMap<>();
    private final Map<Long, Long> posted = new HashMap<>();

    /// @param edges how many edges may have given outage credit; only asked for when some charge says so
    Settlement(Tally tally, Collection<Held> leases, long edges) {
        this.tally = tally;
        this.edges = edges;
        for (Held lease : leases) {
            this.leases.put(lease.leaseId(), lease);
            left.put(lease.leaseId(), lease.held());
        }
    }

    /// What is collected and what is not; both below 0 for what a correction gives back.
    Settled settle(Due due) {
        return due.amount() < 0 ? giveBack(due) : take(due);
    }

    /// What each lease's posted counter grows by.
    Map<Long, Long> posted() {
        return Map.copyOf(posted);
    }

    private Settled take(Due due) {
        long cover = fromLease(due);
        long rest = due.amount() - cover;
        long extra = Math.min(rest, tally.free(due.accountId(), due.periods()));
        tally.spend(due.accountId(), due.periods(), extra);
        long drawn = tally.draw(due.accountId(), due.periods(), Math.min(rest - extra, due.outage()), edges);
        return new Settled(cover + extra + drawn, rest - extra - drawn);
    }

    private long fromLease(Due due) {
        @Nullable Held lease = due.leaseId() == null ? null : leases.get(due.leaseId());
        if (lease == null) {
            return 0;
        }
        long cover = Math.min(due.amount(), left.getOrDefault(lease.leaseId(), 0L));
        left.merge(lease.leaseId(), -cover, Long::sum);
        posted.merge(lease.leaseId(), cover, Long::sum);
        tally.hold(due.accountId(), lease.periods(), -cover);
        tally.spend(due.accountId(), due.periods(), cover);
        return cover;
    }

    /// What was never collected is forgiven first.
    private Settled giveBack(Due due) {
        long forgiven = Math.min(-due.amount(), due.uncollected());
        long back = -due.amount() - forgiven;
        tally.spend(due.accountId(), due.periods(), -back);
        return new Settled(-back, -forgiven);
    }

    /// An open lease's hold.
    ///
    /// @param periods in which the hold counts at present
    record Held(long leaseId, LeaseOf key, List<PeriodKey> periods, long held, long openedAtMillis) {
        Held {
            periods = List.copyOf(periods);
        }
    }

    /// Whose lease on what.
    record LeaseOf(String edgeId, long epoch, String accountId, List<String> limitIds) {
        LeaseOf {
            limitIds = limitIds.stream().distinct().sorted().toList();
        }
    }

    /// Nano-credits.
    record Settled(long collected, long uncollected) {}
}
