package dev.tollgate.billing.lease;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.Books;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.billing.hold.LimitPeriod;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.billing.usage.Interruptions;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ends leases that their owner does not end: what was in flight under them becomes interrupted usage and is
/// charged from their hold, the rest is free again (rules 1 and 3).
@ApplicationScoped
public class LeaseClosing {
    private final BooksRepository books;
    private final LeaseRepository leases;
    private final Interruptions interruptions;
    private final LeaseMetrics metrics;

    LeaseClosing(BooksRepository books, LeaseRepository leases, Interruptions interruptions, LeaseMetrics metrics) {
        this.books = books;
        this.leases = leases;
        this.interruptions = interruptions;
        this.metrics = metrics;
    }

    /// Ends all leases of an edge in these epochs, both included, and all that is in flight there, free requests
    /// too.
    public Uni<EdgeReleased> ofEdge(SqlConnection tx, String edgeId, long from, long to, ClosedBy by, Instant now) {
        return leases.accountsOfEdge(tx, edgeId, from, to)
                .flatMap(ids -> books.lockAccounts(tx, ids).flatMap(accounts -> interruptions
                        .ofEdge(tx, edgeId, from, to, ids, now)
                        .flatMap(interrupted -> leases.openOfEdge(tx, edgeId, from, to)
                                .flatMap(open -> release(tx, accounts, open, by, now))
                                .map(done -> new EdgeReleased(done.leases(), done.released(), interrupted)))));
    }

    /// Ends the leases whose hold is over, at most so many.
    Uni<Integer> due(SqlConnection tx, int max, Instant now) {
        return leases.due(tx, now, max).flatMap(due -> {
            List<String> accountIds =
                    due.stream().map(lease -> lease.key().accountId()).toList();
            return books.lockAccounts(tx, accountIds).flatMap(accounts -> leases.stillOpen(tx, ids(due))
                    .map(open -> open.stream()
                            .filter(lease -> !lease.times().holdUntil().isAfter(now))
                            .toList())
                    .flatMap(over -> expire(tx, accounts, over, now)));
        });
    }

    private Uni<Integer> expire(SqlConnection tx, Map<String, AccountCredit> accounts, List<Lease> over, Instant now) {
        if (over.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        List<String> accountIds = List.copyOf(accounts.keySet());
        return interruptions
                .underLeases(tx, ids(over), now)
                .chain(() -> books.lockAccounts(tx, accountIds))
                .flatMap(charged -> leases.stillOpen(tx, ids(over))
                        .flatMap(open -> release(tx, charged, open, ClosedBy.EXPIRY, now)))
                .map(done -> (int) done.leases());
    }

    private Uni<Released> release(
            SqlConnection tx, Map<String, AccountCredit> locked, List<Lease> open, ClosedBy by, Instant now) {
        if (open.isEmpty()) {
            return Uni.createFrom().item(new Released(0, 0));
        }
        List<String> limitIds = open.stream()
                .flatMap(lease -> lease.key().limitIds().stream())
                .distinct()
                .toList();
        return books.limits(tx, limitIds)
                .flatMap(limits -> books.periods(tx, homes(open, limits))
                        .map(periods -> new Tally(new Books(locked, limits, periods))))
                .flatMap(tally -> {
                    long released = 0;
                    for (Lease lease : open) {
                        tally.hold(lease.key().accountId(), lease.periods(), -lease.held());
                        released += lease.held();
                    }
                    Released done = new Released(open.size(), released);
                    return books.write(tx, tally)
                            .chain(() -> leases.close(tx, open, by, now))
                            .invoke(() -> metrics.lapsed(by, open.size(), done.released()))
                            .replaceWith(done);
                });
    }

    private static Map<PeriodKey, LimitPeriod> homes(List<Lease> open, Map<String, SpendLimit> limits) {
        Map<PeriodKey, LimitPeriod> homes = new HashMap<>();
        for (Lease lease : open) {
            for (PeriodKey home : lease.periods()) {
                SpendLimit limit = limits.get(home.limitId());
                if (limit != null) {
                    homes.put(home, limit.periodAt(home.startsAt()));
                }
            }
        }
        return homes;
    }

    private static List<Long> ids(List<Lease> leases) {
        return leases.stream().map(Lease::storedId).toList();
    }

    private record Released(long leases, long released) {}
}
