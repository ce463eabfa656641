package dev.tollgate.billing.hold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A running copy of the books within one transaction: every decision sees what the ones before it took, and in the
/// end each account and each limit's period is written once, by the sum of its changes (rules 8). Amounts in
/// nano-credits. Not thread-safe.
public final class Tally {
    private static final Comparator<PeriodKey> BY_LIMIT =
            Comparator.comparing(PeriodKey::limitId).thenComparing(PeriodKey::startsAt);

    private final Books books;
    private final Map<String, AccountChange> accounts = new TreeMap<>();
    private final Map<PeriodKey, PeriodChange> periods = new TreeMap<>(BY_LIMIT);

    public Tally(Books books) {
        this.books = books;
    }

    /// The account with all changes so far, or null when billing does not know it.
    public @Nullable AccountCredit account(String id) {
        AccountCredit read = books.accounts().get(id);
        AccountChange change = accounts.get(id);
        if (read == null || change == null) {
            return read;
        }
        return new AccountCredit(
                id,
                read.balance() + change.balance(),
                read.held() + change.held(),
                read.overdraft(),
                read.frozen(),
                read.outageCredit(),
                read.outageDrawn() + change.drawn());
    }

    /// The limit, or null when billing does not know it.
    public @Nullable SpendLimit limit(String id) {
        return books.limits().get(id);
    }

    /// What a limit's period has spent and holds, with all changes so far.
    public PeriodSpend period(PeriodKey key) {
        PeriodSpend read = books.periods().getOrDefault(key, new PeriodSpend(0, 0));
        PeriodChange change = periods.get(key);
        return change == null ? read : new PeriodSpend(read.spent() + change.spent(), read.held() + change.held());
    }

    /// What a limit leaves free in a period; below 0 when its amount was lowered meanwhile.
    public long freeOf(PeriodKey key) {
        SpendLimit limit = Objects.requireNonNull(limit(key.limitId()));
        PeriodSpend period = period(key);
        return limit.amount() - period.spent() - period.held();
    }

    /// What the account and all these limits still have free, never below 0.
    public long free(String accountId, List<PeriodKey> keys) {
        AccountCredit account = account(accountId);
        long free = account == null ? 0 : account.free();
        for (PeriodKey key : keys) {
            free = Math.min(free, freeOf(key));
        }
        return Math.max(0, free);
    }

    /// Holds more of an account and its limits, or less.
    public void hold(String accountId, List<PeriodKey> keys, long amount) {
        if (amount != 0) {
            change(accountId, 0, amount, 0);
            keys.forEach(key -> change(key, 0, amount));
        }
    }

    /// Moves a hold from one period of a limit to another.
    public void move(PeriodKey from, PeriodKey to, long amount) {
        if (amount != 0) {
            change(from, 0, -amount);
            change(to, 0, amount);
        }
    }

    /// Books a charge on the account (a correction in its favour: a negative one, which pays back first what was
    /// drawn of its outage credit) and its limits.
    public void spend(String accountId, List<PeriodKey> keys, long amount) {
        if (amount != 0) {
            AccountCredit account = account(accountId);
            long paidBack = account == null ? 0 : Math.min(account.outageDrawn(), Math.max(0, -amount));
            change(accountId, -amount, 0, -paidBack);
            keys.forEach(key -> change(key, Math.max(amount, -period(key).spent()), 0));
        }
    }

    /// Draws on an account's outage credit: a charge beyond what is free, booked as overdraft (rules 8).
    ///
    /// @param edges how many edges may have given this account its outage credit
    /// @return what was charged, at most `wanted`
    public long draw(String accountId, List<PeriodKey> keys, long wanted, long edges) {
        AccountCredit account = account(accountId);
        if (account == null || wanted <= 0) {
            return 0;
        }
        long room = Math.max(0, saturated(account.outageCredit(), edges) - account.outageDrawn());
        for (PeriodKey key : keys) {
            room = Math.min(room, Math.max(0, freeOf(key)));
        }
        long drawn = Math.min(wanted, room);
        if (drawn > 0) {
            change(accountId, -drawn, 0, drawn);
            keys.forEach(key -> change(key, drawn, 0));
        }
        return drawn;
    }

    private static long saturated(long amount, long times) {
        long high = Math.multiplyHigh(amount, times);
        long low = amount * times;
        return high == 0 && low >= 0 ? low : Long.MAX_VALUE;
    }

    /// In the order in which rows are locked.
    public List<AccountChange> accountChanges() {
        return accounts.values().stream()
                .filter(change -> change.balance() != 0 || change.held() != 0 || change.drawn() != 0)
                .toList();
    }

    public List<PeriodChange> periodChanges() {
        return new ArrayList<>(periods.values())
                .stream()
                        .filter(change -> change.spent() != 0 || change.held() != 0)
                        .toList();
    }

    private void change(String accountId, long balance, long held, long drawn) {
        accounts.merge(
                accountId,
                new AccountChange(accountId, balance, held, drawn),
                (a, b) -> new AccountChange(
                        accountId, a.balance() + b.balance(), a.held() + b.held(), a.drawn() + b.drawn()));
    }

    private void change(PeriodKey key, long spent, long held) {
        periods.merge(
                key,
                new PeriodChange(key, spent, held),
                (a, b) -> new PeriodChange(key, a.spent() + b.spent(), a.held() + b.held()));
    }

    /// What is added to an account's balance, its hold and what it drew of its outage credit.
    public record AccountChange(String accountId, long balance, long held, long drawn) {}

    /// What is added to a period's spent sum and hold.
    public record PeriodChange(PeriodKey key, long spent, long held) {}
}
