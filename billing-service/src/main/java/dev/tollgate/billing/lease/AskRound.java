package dev.tollgate.billing.lease;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// All asks of one call, decided one after the other over one tally: what an ask takes is gone for the next.
final class AskRound {
    private final LeaseAsks asks;
    private final LeaseTerms terms;
    private final LeasePlanner planner;
    private final Function<LeaseAnswer, String> write;
    private final Function<String, LeaseAnswer> read;
    private final Map<LeaseKey, Lease> known = new HashMap<>();
    private final Map<LeaseKey, Lease> ended = new HashMap<>();
    private final Map<LeaseKey, Lease> changed = new LinkedHashMap<>();
    private final List<Lease> endedAndStored = new ArrayList<>();
    private final Set<String> recalled = new LinkedHashSet<>();

    /// @param write an answer as it is stored, and `read` the way back
    AskRound(
            LeaseAsks asks,
            Collection<Lease> leases,
            LeaseTerms terms,
            Function<LeaseAnswer, String> write,
            Function<String, LeaseAnswer> read) {
        this.asks = asks;
        this.terms = terms;
        this.planner = new LeasePlanner(terms);
        this.write = write;
        this.read = read;
        for (Lease lease : leases) {
            (lease.isClosed() ? ended : known).put(lease.key(), lease);
        }
    }

    /// One answer per ask, in order. What they take is in the tally and in `changed`.
    List<LeaseAnswer> answer(Tally tally, Instant now) {
        return asks.asks().stream().map(ask -> answer(tally, ask, now)).toList();
    }

    /// Leases to store.
    List<Lease> changed() {
        List<Lease> all = new ArrayList<>(endedAndStored);
        all.addAll(changed.values());
        return all;
    }

    /// Accounts of which other leases hold what was asked for.
    Set<String> recalled() {
        return recalled;
    }

    private LeaseAnswer answer(Tally tally, LeaseAsk ask, Instant now) {
        LeaseKey key = new LeaseKey(asks.edgeId(), asks.epoch(), ask.accountId(), ask.limitIds());
        Lease lease = known.get(key);
        if (lease == null) {
            Lease last = ended.get(key);
            if (last != null && last.askNumber() >= ask.askNumber()) {
                // Its owner numbers on over all of its leases: an ask of the closed one, overtaken or repeated.
                return last.askNumber() == ask.askNumber() ? read.apply(last.answer()) : outOfOrder(last, ask);
            }
            if (tally.account(ask.accountId()) == null) {
                return unknownAccount(ask);
            }
            lease = opened(tally, key, now);
        }
        if (ask.askNumber() == lease.askNumber()) {
            return read.apply(lease.answer());
        }
        if (ask.askNumber() < lease.askNumber()) {
            return outOfOrder(lease, ask);
        }
        return decide(tally, lease, ask, now);
    }

    private LeaseAnswer decide(Tally tally, Lease lease, LeaseAsk ask, Instant now) {
        return switch (planner.plan(tally, lease, ask, now)) {
            case LeasePlan.Ends(Lease left) -> ended(tally, left, ask, now);
            case LeasePlan.Goes goes -> goesOn(tally, goes, ask, now);
        };
    }

    private LeaseAnswer ended(Tally tally, Lease left, LeaseAsk ask, Instant now) {
        LeasePlan.Goes nothing = new LeasePlan.Goes(left, List.of(), 0, 0, false, null);
        LeaseAnswer answer = answer(nothing, ask, 0, tally);
        Lease.Times times = left.times();
        Lease over = left.until(new Lease.Times(times.openedAt(), times.spendUntil(), times.holdUntil(), now))
                .answered(ask.askNumber(), write.apply(answer));
        known.remove(over.key());
        changed.remove(over.key());
        ended.put(over.key(), over);
        endedAndStored.add(over);
        return answer;
    }

    private LeaseAnswer goesOn(Tally tally, LeasePlan.Goes goes, LeaseAsk ask, Instant now) {
        if (goes.refusal() != null && goes.refusal().heldByOthers()) {
            recalled.add(ask.accountId());
        }
        Lease lease =
                goes.spendFor() > 0 ? goes.lease().until(times(goes.lease(), goes.spendFor(), now)) : goes.lease();
        long holdFor = Math.max(0, lease.times().holdUntil().toEpochMilli() - now.toEpochMilli());
        LeaseAnswer answer = answer(goes, ask, holdFor, tally);
        Lease next = lease.answered(ask.askNumber(), write.apply(answer));
        known.put(next.key(), next);
        changed.put(next.key(), next);
        return answer;
    }

    private Lease.Times times(Lease lease, long spendFor, Instant now) {
        Instant spendUntil = now.plusMillis(spendFor);
        return new Lease.Times(
                lease.times().openedAt(), spendUntil, spendUntil.plusMillis(terms.holdAfterMillis()), null);
    }

    private Lease opened(Tally tally, LeaseKey key, Instant now) {
        List<PeriodKey> periods = key.limitIds().stream()
                .map(id -> {
                    SpendLimit limit = tally.limit(id);
                    return limit == null ? new PeriodKey(id, Instant.EPOCH) : limit.keyAt(now);
                })
                .toList();
        Lease.Times times = new Lease.Times(now, now, now.plusMillis(terms.holdAfterMillis()), null);
        return new Lease(null, key, periods, new Lease.Counters(0, 0, 0), 0, 0, "", times);
    }

    private static LeaseAnswer answer(LeasePlan.Goes goes, LeaseAsk ask, long holdFor, Tally tally) {
        Lease lease = goes.lease();
        AccountCredit account = tally.account(ask.accountId());
        boolean limitsKnown = lease.periods().stream().allMatch(period -> tally.limit(period.limitId()) != null);
        return new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                goes.grants(),
                goes.surplus(),
                lease.counters().granted(),
                lease.counters().posted(),
                lease.counters().returned(),
                goes.spendFor(),
                holdFor,
                limitsKnown ? tally.free(ask.accountId(), lease.periods()) : 0,
                goes.exact(),
                goes.refusal(),
                account == null ? 0 : account.outageLeft());
    }

    /// An ask that was overtaken: its edge no longer waits for this answer, so it changes nothing.
    private LeaseAnswer outOfOrder(Lease lease, LeaseAsk ask) {
        Refusal refusal = new Refusal(RefusalReason.INSUFFICIENT_BALANCE, true, null, terms.retryAfterMillis());
        return refused(ask, lease.counters(), refusal);
    }

    private static LeaseAnswer unknownAccount(LeaseAsk ask) {
        Refusal refusal = new Refusal(RefusalReason.INSUFFICIENT_BALANCE, false, null, 0);
        return refused(ask, new Lease.Counters(0, 0, 0), refusal);
    }

    /// What every ask of an epoch gets that is no longer the edge's newest.
    static LeaseAnswer superseded(LeaseAsk ask) {
        return refused(ask, new Lease.Counters(0, 0, 0), new Refusal(RefusalReason.SUPERSEDED, false, null, 0));
    }

    private static LeaseAnswer refused(LeaseAsk ask, Lease.Counters counters, Refusal refusal) {
        return new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                ask.needs().stream().map(_ -> 0L).toList(),
                0,
                counters.granted(),
                counters.posted(),
                counters.returned(),
                0,
                0,
                0,
                true,
                refusal);
    }
}
