package dev.tollgate.billing.usage;

import dev.tollgate.billing.export.Outbox;
import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.Books;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.billing.hold.LimitPeriod;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.usage.DayRepository.DayKey;
import dev.tollgate.billing.usage.DayRepository.DaySum;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes the charges of new and corrected records from leases and accounts, whose rows are locked, and books them.
@ApplicationScoped
class Charging {
    /// How much later than an admission, by clocks that differ, its lease may seem to have been opened.
    private static final long CLOCKS_APART_MAX_MILLIS = 5_000;

    private static final Uni<Long> NO_EDGES = Uni.createFrom().item(0L);

    private final BooksRepository books;
    private final BookingRepository bookings;
    private final RecordRepository records;
    private final DayRepository days;
    private final Lots lots;
    private final Outbox outbox;

    Charging(
            BooksRepository books,
            BookingRepository bookings,
            RecordRepository records,
            DayRepository days,
            Lots lots,
            Outbox outbox) {
        this.books = books;
        this.days = days;
        this.bookings = bookings;
        this.records = records;
        this.lots = lots;
        this.outbox = outbox;
    }

    /// The outcome of each bill by its index.
    Uni<Map<Integer, Posted>> charge(
            SqlConnection tx, List<Bill> bills, Map<String, AccountCredit> accounts, Instant now) {
        boolean free = bills.stream().allMatch(bill -> bill.amount() == 0);
        Uni<Round> round = free
                ? Uni.createFrom().item(new Round(bills, List.of(), empty(accounts), 0))
                : read(tx, bills, accounts);
        return round.flatMap(read -> {
            read.settle();
            return write(tx, read, accounts, now).replaceWith(read.outcomes());
        });
    }

    private Uni<Round> read(SqlConnection tx, List<Bill> bills, Map<String, AccountCredit> accounts) {
        List<Origin> origins = bills.stream().map(bill -> bill.row().origin()).toList();
        boolean outage = bills.stream().anyMatch(bill -> bill.outage() > 0);
        return bookings.openLeases(tx, origins, accounts.keySet()).flatMap(leases -> limits(tx, bills, leases, accounts)
                .flatMap(read -> (outage ? bookings.edges(tx) : NO_EDGES)
                        .map(edges -> new Round(bills, leases, new Tally(read), edges))));
    }

    private Uni<Books> limits(
            SqlConnection tx, List<Bill> bills, List<Settlement.Held> leases, Map<String, AccountCredit> accounts) {
        List<String> ids = bills.stream()
                .flatMap(bill -> Stream.concat(
                        subject(bill).limitIds().stream(),
                        bill.row().periods().stream().map(PeriodKey::limitId)))
                .distinct()
                .toList();
        return books.limits(tx, ids).flatMap(limits -> {
            Map<PeriodKey, LimitPeriod> wanted = new HashMap<>();
            Stream.concat(
                            bills.stream().flatMap(bill -> bill.row().periods().stream()),
                            leases.stream().flatMap(lease -> lease.periods().stream()))
                    .forEach(key -> {
                        SpendLimit limit = limits.get(key.limitId());
                        if (limit != null) {
                            wanted.putIfAbsent(key, limit.periodAt(key.startsAt()));
                        }
                    });
            return books.periods(tx, wanted).map(periods -> new Books(accounts, limits, periods));
        });
    }

    private Uni<Void> write(SqlConnection tx, Round round, Map<String, AccountCredit> accounts, Instant now) {
        return books.write(tx, round.tally)
                .chain(() -> bookings.post(tx, round.settlement.posted()))
                .chain(() -> round.charged.isEmpty() ? Uni.createFrom().voidItem() : lots.settle(tx, round.charged))
                .chain(() -> bookings.book(tx, round.bookings(accounts)))
                .chain(() -> records.mark(tx, round.marks))
                .chain(() -> records.correct(tx, round.correctedIds, round.corrections, now))
                .chain(() -> days.add(tx, round.days))
                .chain(() -> outbox.add(tx, round.revisions()));
    }

    private static Tally empty(Map<String, AccountCredit> accounts) {
        return new Tally(new Books(accounts, Map.of(), Map.of()));
    }

    private static UsageFrame.Subject subject(Bill bill) {
        return bill.row().usage().done().subject();
    }

    /// One batch being settled.
    private static final class Round {
        private final List<Bill> bills;
        private final Map<Settlement.LeaseOf, Settlement.Held> leases;
        private final Tally tally;
        private final Settlement settlement;
        private final Set<String> charged = new HashSet<>();
        private final Map<Integer, Settlement.Settled> settled = new HashMap<>();
        private final Map<Integer, Posted> outcomes = new HashMap<>();
        private final List<RecordRepository.Mark> marks = new ArrayList<>();
        private final SortedMap<DayKey, DaySum> days = new TreeMap<>(DayKey.ORDER);
        private final List<UUID> correctedIds = new ArrayList<>();
        private final List<RecordColumns.Stored> corrections = new ArrayList<>();

        Round(List<Bill> bills, List<Settlement.Held> leases, Tally tally, long edges) {
            this.bills = bills;
            this.leases = leases.stream().collect(Collectors.toMap(Settlement.Held::key, lease -> lease));
            this.tally = tally;
            this.settlement = new Settlement(tally, leases, edges);
        }

        void settle() {
            for (Bill bill : bills) {
                Settlement.@Nullable Held lease = lease(bill);
                long before = bill.corrected() == null ? 0 : bill.corrected().uncollected();
                Settlement.Settled one = settlement.settle(new Due(
                        bill.accountId(),
                        lease == null ? null : lease.leaseId(),
                        bill.row().periods(),
                        bill.amount(),
                        before,
                        bill.outage()));
                settled.put(bill.index(), one);
                days.merge(
                        DayKey.of(bill.row().usage()),
                        new DaySum(bill.corrected() == null ? 1 : 0, bill.amount(), one.uncollected()),
                        DaySum::plus);
                if (one.collected() != 0) {
                    charged.add(bill.accountId());
                }
                boolean late = lease == null && bill.row().charge().amount() > 0;
                note(bill, one, late, before);
            }
        }

        private void note(Bill bill, Settlement.Settled one, boolean late, long before) {
            UUID id = bill.row().usage().requestId();
            if (bill.corrected() == null) {
                outcomes.put(bill.index(), new Posted.New(one.uncollected(), late, bill.isMismatched()));
                if (late || one.uncollected() > 0) {
                    marks.add(new RecordRepository.Mark(id, one.uncollected(), late));
                }
            } else {
                outcomes.put(bill.index(), new Posted.Corrected(one.uncollected()));
                correctedIds.add(id);
                corrections.add(
                        new RecordColumns.Stored(bill.row(), bill.revision(), before + one.uncollected(), late));
            }
        }

        private Settlement.@Nullable Held lease(Bill bill) {
            Origin origin = bill.row().origin();
            UsageFrame.Subject subject = subject(bill);
            Settlement.Held lease = leases.get(
                    new Settlement.LeaseOf(origin.edgeId(), origin.epoch(), subject.accountId(), subject.limitIds()));
            // One that was opened after the request was admitted is a later lease of the same key.
            return lease == null || lease.openedAtMillis() > subject.admittedAt() + CLOCKS_APART_MAX_MILLIS
                    ? null
                    : lease;
        }

        Map<Integer, Posted> outcomes() {
            return outcomes;
        }

        /// What the records are now, in the order of the frames.
        List<Outbox.Revision> revisions() {
            return bills.stream()
                    .sorted(Comparator.comparingInt(Bill::index))
                    .map(bill -> new Outbox.Revision(bill.row().usage().requestId(), bill.revision()))
                    .toList();
        }

        /// One booking per reference, with the account's balance after it.
        List<BookingRepository.Booking> bookings(Map<String, AccountCredit> accounts) {
            Map<String, List<Bill>> groups =
                    bills.stream().collect(Collectors.groupingBy(Bill::reference, TreeMap::new, Collectors.toList()));
            Map<String, Long> balances = new HashMap<>();
            List<BookingRepository.Booking> all = new ArrayList<>();
            groups.forEach((reference, group) -> {
                String accountId = group.getFirst().accountId();
                long taken = sum(group, true);
                long missing = sum(group, false);
                AccountCredit account = accounts.get(accountId);
                if ((taken != 0 || missing != 0) && account != null) {
                    long after = balances.getOrDefault(accountId, account.balance()) - taken;
                    balances.put(accountId, after);
                    all.add(new BookingRepository.Booking(
                            group.getFirst().kind(), reference, accountId, taken, missing, after));
                }
            });
            return all;
        }

        private long sum(List<Bill> group, boolean taken) {
            long sum = 0;
            for (Bill bill : group) {
                Settlement.Settled one = settled.get(bill.index());
                sum += one == null ? 0 : taken ? one.collected() : one.uncollected();
            }
            return sum;
        }
    }
}
