package dev.tollgate.billing.lease;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.LimitPeriod;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides what an ask is granted of what the account and all binding limits have free, and takes it in the tally
/// (rules 5, 6, 8). Without a clock and without I/O; amounts in nano-credits.
final class LeasePlanner {
    /// A lease with a surplus holds at most this part of what is free.
    private static final long SURPLUS_PART = 20;

    private final LeaseTerms terms;

    LeasePlanner(LeaseTerms terms) {
        this.terms = terms;
    }

    LeasePlan plan(Tally tally, Lease lease, LeaseAsk ask, Instant now) {
        Lease left = giveBack(tally, lease, ask.close() ? lease.held() : ask.giveBack());
        if (ask.close()) {
            return new LeasePlan.Ends(left);
        }
        AccountCredit account = tally.account(lease.key().accountId());
        if (account == null) {
            return refused(left, ask, refusal(RefusalReason.INSUFFICIENT_BALANCE, false, null));
        }
        if (account.frozen()) {
            return refused(left, ask, refusal(RefusalReason.ACCOUNT_FROZEN, false, null));
        }
        List<SpendLimit> limits = new ArrayList<>();
        for (String id : left.key().limitIds()) {
            SpendLimit limit = tally.limit(id);
            if (limit == null || !limit.accountId().equals(account.id())) {
                return refused(left, ask, refusal(RefusalReason.SPEND_LIMIT_REACHED, false, id));
            }
            limits.add(limit);
        }
        List<PeriodKey> periods = limits.stream().map(limit -> limit.keyAt(now)).toList();
        String full = firstWithoutRoom(tally, left, periods);
        if (full != null) {
            return refused(left, ask, refusal(RefusalReason.SPEND_LIMIT_REACHED, true, full));
        }
        return grant(tally, moved(tally, left, periods), ask, spendFor(limits, now));
    }

    private static Lease giveBack(Tally tally, Lease lease, long amount) {
        long back = Math.clamp(amount, 0, lease.held());
        tally.hold(lease.key().accountId(), lease.periods(), -back);
        return lease.returned(back);
    }

    /// Keeps the times as they are: nothing may be reserved until an ask succeeds.
    private static LeasePlan refused(Lease lease, LeaseAsk ask, Refusal refusal) {
        List<Long> none = ask.needs().stream().map(_ -> 0L).toList();
        return new LeasePlan.Goes(lease, none, 0, 0, true, refusal);
    }

    /// A hold of yesterday's budget becomes one of today's, or the lease is not renewed (rules 6).
    private static @Nullable String firstWithoutRoom(Tally tally, Lease lease, List<PeriodKey> periods) {
        for (int i = 0; i < periods.size(); i++) {
            PeriodKey to = periods.get(i);
            if (!to.equals(lease.periods().get(i)) && lease.held() > 0 && tally.freeOf(to) < lease.held()) {
                return to.limitId();
            }
        }
        return null;
    }

    private static Lease moved(Tally tally, Lease lease, List<PeriodKey> periods) {
        for (int i = 0; i < periods.size(); i++) {
            if (!periods.get(i).equals(lease.periods().get(i))) {
                tally.move(lease.periods().get(i), periods.get(i), lease.held());
            }
        }
        return lease.in(periods);
    }

    private LeasePlan grant(Tally tally, Lease before, LeaseAsk ask, long spendFor) {
        String accountId = before.key().accountId();
        Lease lease = before;
        List<Long> grants = new ArrayList<>(ask.needs().size());
        long usual = ask.needs().isEmpty() ? before.usualHold() : 0;
        Refusal refusal = null;
        for (Need need : ask.needs()) {
            switch (Grant.of(need, tally.free(accountId, lease.periods()))) {
                case Grant.Held(long amount) -> {
                    tally.hold(accountId, lease.periods(), amount);
                    usual = Math.max(usual, amount);
                    lease = lease.granted(amount, usual);
                    grants.add(amount);
                }
                case Grant.TooLittle(long least) -> {
                    usual = Math.max(usual, least);
                    grants.add(0L);
                    refusal = refusal == null ? whyRefused(tally, lease, least) : refusal;
                }
            }
        }
        long free = tally.free(accountId, lease.periods());
        boolean exact = refusal != null || free / Grant.PARTS < usual;
        long room = Math.max(0, free / SURPLUS_PART - lease.held());
        long surplus = exact ? 0 : Math.clamp(ask.surplus(), 0, room);
        tally.hold(accountId, lease.periods(), surplus);
        return new LeasePlan.Goes(lease.granted(surplus, usual), grants, surplus, spendFor, exact, refusal);
    }

    /// Which of the account and its limits is short, and whether it would not be if others gave back what they
    /// hold.
    private Refusal whyRefused(Tally tally, Lease lease, long least) {
        AccountCredit account = Objects.requireNonNull(tally.account(lease.key().accountId()));
        PeriodKey tightest = null;
        boolean reachable = account.free() + account.held() - lease.held() >= least;
        for (PeriodKey key : lease.periods()) {
            long free = tally.freeOf(key);
            reachable &= free + tally.period(key).held() - lease.held() >= least;
            if (free < least && (tightest == null || free < tally.freeOf(tightest))) {
                tightest = key;
            }
        }
        if (account.free() < least || tightest == null) {
            return refusal(RefusalReason.INSUFFICIENT_BALANCE, reachable, null);
        }
        return refusal(RefusalReason.SPEND_LIMIT_REACHED, reachable, tightest.limitId());
    }

    private Refusal refusal(RefusalReason reason, boolean heldByOthers, @Nullable String limitId) {
        return new Refusal(reason, heldByOthers, limitId, heldByOthers ? terms.retryAfterMillis() : 0);
    }

    /// Never past the end of a limit's period (rules 6).
    private long spendFor(List<SpendLimit> limits, Instant now) {
        long millis = terms.spendForMillis();
        for (SpendLimit limit : limits) {
            LimitPeriod period = limit.periodAt(now);
            if (period.endsAt() != null) {
                millis = Math.min(millis, Duration.between(now, period.endsAt()).toMillis());
            }
        }
        return millis;
    }
}
