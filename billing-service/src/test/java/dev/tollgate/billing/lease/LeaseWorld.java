package dev.tollgate.billing.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.Books;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.PeriodSpend;
import dev.tollgate.billing.hold.Recurrence;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.billing.usage.SettlementForTests;
import dev.tollgate.billing.usage.SettlementForTests.OfLease;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rows as the database keeps them, changed only by what the deciders say, beside a model that knows no rule but
/// addition: what was given, what was charged, what each edge was told.
final class LeaseWorld {
    private static final String ACCOUNT = "a";
    private static final LeaseTerms TERMS = new LeaseTerms(60_000, 600_000, 1_000);

    private AccountCredit account;
    private SpendLimit limit;
    private final Map<PeriodKey, PeriodSpend> periods = new HashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private final Map<String, LeaseAnswer> stored = new HashMap<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private long askNumber;
    private long leaseId;

    private long given;
    private long collected;
    private long uncollected;
    private long charged;
    private final List<Long> used = new ArrayList<>();
    private final Map<LeaseKey, Told> told = new HashMap<>();

    LeaseWorld(long credit, long limitAmount) {
        account = new AccountCredit(ACCOUNT, credit, 0, 0, false);
        given = credit;
        limit = new SpendLimit("l", ACCOUNT, limitAmount, Recurrence.DAY, ZoneOffset.UTC);
    }

    /// What an edge was told last about a lease, and what it asked.
    private record Told(LeaseAsk ask, LeaseAnswer answer) {}

    void play(LeaseModelTest.Step step) {
        switch (step) {
            case LeaseModelTest.Step.Ask(int edge, boolean limited, long bound, long learned, long least, long more) ->
                ask(edge, limited, new Need(bound, learned, Math.min(least, bound)), more, 0, false);
            case LeaseModelTest.Step.AskAgain(int edge, boolean limited) -> askAgain(key(edge, limited));
            case LeaseModelTest.Step.GiveBack(int edge, boolean limited, long amount, boolean close) ->
                ask(edge, limited, null, 0, amount, close);
            case LeaseModelTest.Step.Use(int edge, boolean limited, long amount) -> use(key(edge, limited), amount);
            case LeaseModelTest.Step.Gift(long amount) -> {
                account = with(account.balance() + amount, account.held(), account.frozen());
                given += amount;
            }
            case LeaseModelTest.Step.SetLimit(long amount) ->
                limit = new SpendLimit("l", ACCOUNT, amount, Recurrence.DAY, ZoneOffset.UTC);
            case LeaseModelTest.Step.Freeze(boolean frozen) ->
                account = with(account.balance(), account.held(), frozen);
            case LeaseModelTest.Step.Expire(int edge) -> expire("edge" + edge);
            case LeaseModelTest.Step.Wait(int minutes) -> now = now.plusSeconds(60L * minutes);
        }
    }

    private void ask(int edge, boolean limited, @Nullable Need need, long surplus, long back, boolean close) {
        LeaseKey key = key(edge, limited);
        List<Need> needs = need == null ? List.of() : List.of(need);
        LeaseAsk ask = new LeaseAsk(ACCOUNT, key.limitIds(), ++askNumber, needs, surplus, back, close);
        long freeBefore = free(key);
        long heldBefore = held(key);
        LeaseAnswer answer = answer(key, ask);
        told.put(key, new Told(ask, answer));
        long fresh = answer.surplus()
                + answer.grants().stream().mapToLong(Long::longValue).sum();
        long returned = close ? heldBefore : Math.min(back, heldBefore);
        assertThat(held(key)).isEqualTo(heldBefore - returned + fresh);
        assertThat(fresh).isLessThanOrEqualTo(Math.max(0, freeBefore) + returned);
        if (fresh > 0) {
            assertThat(account.frozen()).isFalse();
            assertThat(answer.spendForMillis()).isPositive();
            if (limited) {
                PeriodSpend period = period(limit.keyAt(now));
                assertThat(period.spent() + period.held()).isLessThanOrEqualTo(limit.amount());
            }
        }
        if (need != null && answer.grants().getFirst() > 0) {
            assertThat(answer.grants().getFirst()).isBetween(need.least(), need.bound());
        }
    }

    private void askAgain(LeaseKey key) {
        Told last = told.get(key);
        if (last == null) {
            return;
        }
        AccountCredit before = account;
        Map<PeriodKey, PeriodSpend> periodsBefore = Map.copyOf(periods);
        boolean expired = leases.stream().noneMatch(lease -> lease.key().equals(key));
        if (!expired) {
            assertThat(answer(key, last.ask())).isEqualTo(last.answer());
            assertThat(account).isEqualTo(before);
            assertThat(periods).isEqualTo(periodsBefore);
        }
    }

    private LeaseAnswer answer(LeaseKey key, LeaseAsk ask) {
        Tally tally = tally(key);
        List<Lease> ofOwner = leases.stream()
                .filter(lease -> lease.key().edgeId().equals(key.edgeId()))
                .toList();
        AskRound round = new AskRound(
                new LeaseAsks(key.edgeId(), key.epoch(), List.of(ask)),
                ofOwner,
                TERMS,
                answer -> {
                    String name = "answer" + stored.size();
                    stored.put(name, answer);
                    return name;
                },
                name -> Objects.requireNonNull(stored.get(name)));
        LeaseAnswer answer = round.answer(tally, now).getFirst();
        write(tally);
        for (Lease lease : round.changed()) {
            leases.removeIf(other -> other.key().equals(lease.key()));
            leases.add(new Lease(
                    lease.id() == null ? ++leaseId : lease.storedId(),
                    lease.key(),
                    lease.periods(),
                    lease.counters(),
                    lease.usualHold(),
                    lease.askNumber(),
                    lease.answer(),
                    lease.times()));
        }
        return answer;
    }

    private void use(LeaseKey key, long amount) {
        Tally tally = tally(key);
        Lease lease = open(key);
        List<PeriodKey> counted = key.limitIds().isEmpty() ? List.of() : List.of(limit.keyAt(now));
        long expected = Math.min(amount, (lease == null ? 0 : lease.held()) + Math.max(0, freeWithout(key, lease)));
        var settled = SettlementForTests.settle(
                tally, ACCOUNT, counted, amount, lease == null ? null : new OfLease(lease.periods(), lease.held()));
        write(tally);
        if (lease != null) {
            leases.remove(lease);
            Lease.Counters counters = lease.counters();
            leases.add(new Lease(
                    lease.id(),
                    lease.key(),
                    lease.periods(),
                    new Lease.Counters(counters.granted(), counters.posted() + settled.posted(), counters.returned()),
                    lease.usualHold(),
                    lease.askNumber(),
                    lease.answer(),
                    lease.times()));
        }
        assertThat(settled.collected() + settled.uncollected()).isEqualTo(amount);
        assertThat(settled.collected()).isEqualTo(expected);
        used.add(amount);
        charged += amount;
        collected += settled.collected();
        uncollected += settled.uncollected();
    }

    /// What a charge may take beyond its lease: after the hold is used, the account's rest and the limit's.
    private long freeWithout(LeaseKey key, @Nullable Lease lease) {
        long free = account.free();
        if (!key.limitIds().isEmpty()) {
            PeriodKey present = limit.keyAt(now);
            PeriodSpend period = period(present);
            long room = limit.amount() - period.spent() - period.held();
            // A hold that still counts in yesterday's period is spent in today's.
            long elsewhere = lease == null || lease.periods().contains(present) ? 0 : lease.held();
            free = Math.min(free, room - elsewhere);
        }
        return free;
    }

    private void expire(String edge) {
        for (Lease lease : List.copyOf(leases)) {
            if (lease.key().edgeId().equals(edge) && !lease.isClosed()) {
                Tally tally = tally(lease.key());
                tally.hold(ACCOUNT, lease.periods(), -lease.held());
                write(tally);
                leases.remove(lease);
                told.remove(lease.key());
            }
        }
    }

    void closeAll() {
        for (int edge = 0; edge < 3; edge++) {
            expire("edge" + edge);
        }
    }

    long held() {
        return account.held();
    }

    /// The rows and the model say the same.
    void agrees() {
        assertThat(account.held()).isBetween(0L, account.balance());
        assertThat(account.balance()).isEqualTo(given - collected);
        assertThat(charged).isEqualTo(collected + uncollected).isEqualTo(sum(used));
        long ofLeases = leases.stream().mapToLong(Lease::held).sum();
        assertThat(account.held()).isEqualTo(ofLeases);
        long ofPeriods = periods.values().stream().mapToLong(PeriodSpend::held).sum();
        long ofLimited = leases.stream()
                .filter(lease -> !lease.key().limitIds().isEmpty())
                .mapToLong(Lease::held)
                .sum();
        assertThat(ofPeriods).isEqualTo(ofLimited);
        assertThat(periods.values()).allSatisfy(period -> {
            assertThat(period.spent()).isNotNegative();
            assertThat(period.held()).isNotNegative();
        });
    }

    /// As the database would: each row by its sum, under the guards of the statements.
    private void write(Tally tally) {
        for (Tally.AccountChange change : tally.accountChanges()) {
            account = with(account.balance() + change.balance(), account.held() + change.held(), account.frozen());
            assertThat(account.held()).isBetween(0L, account.balance());
        }
        for (Tally.PeriodChange change : tally.periodChanges()) {
            PeriodSpend before = period(change.key());
            PeriodSpend after = new PeriodSpend(before.spent() + change.spent(), before.held() + change.held());
            if (change.held() > 0) {
                assertThat(after.spent() + after.held()).isLessThanOrEqualTo(limit.amount());
            }
            periods.put(change.key(), after);
        }
    }

    private Tally tally(LeaseKey key) {
        return new Tally(
                new Books(Map.of(ACCOUNT, account), key.limitIds().isEmpty() ? Map.of() : Map.of("l", limit), periods));
    }

    private long free(LeaseKey key) {
        long free = account.free();
        if (!key.limitIds().isEmpty()) {
            PeriodSpend period = period(limit.keyAt(now));
            free = Math.min(free, limit.amount() - period.spent() - period.held());
        }
        return free;
    }

    private PeriodSpend period(PeriodKey key) {
        return periods.getOrDefault(key, new PeriodSpend(0, 0));
    }

    private long held(LeaseKey key) {
        Lease lease = open(key);
        return lease == null ? 0 : lease.held();
    }

    private @Nullable Lease open(LeaseKey key) {
        return leases.stream()
                .filter(lease -> lease.key().equals(key) && !lease.isClosed())
                .findFirst()
                .orElse(null);
    }

    private AccountCredit with(long balance, long held, boolean frozen) {
        return new AccountCredit(ACCOUNT, balance, held, 0, frozen);
    }

    private static LeaseKey key(int edge, boolean limited) {
        return new LeaseKey("edge" + edge, 1, ACCOUNT, limited ? List.of("l") : List.of());
    }

    private static long sum(List<Long> amounts) {
        return amounts.stream().mapToLong(Long::longValue).sum();
    }
}
