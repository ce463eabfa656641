package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Accounts and leases of a [BillingStub], by the rules of the real one: a need is granted whole or not at all, by
/// its bound when that is an eighth of what is free; a lease with a surplus holds a twentieth at most.
public final class LeaseBooks {
    private static final long PARTS = 8;
    private static final long SURPLUS_PART = 20;

    private record Key(String edgeId, long epoch, String accountId, List<String> limitIds) {}

    private static final class Lease {
        long granted;
        long posted;
        long returned;
        long askNumber;

        @Nullable
        LeaseAnswer answer;

        long held() {
            return granted - posted - returned;
        }
    }

    /// All asks, as they came.
    public final List<LeaseAsk> asks = new CopyOnWriteArrayList<>();
    public final List<String> closed = new CopyOnWriteArrayList<>();
    public final Set<String> frozen = ConcurrentHashMap.newKeySet();
    public final Map<String, Long> outageCredit = new ConcurrentHashMap<>();

    public volatile long spendForMillis = 60_000;
    public volatile long holdForMillis = 660_000;

    private final Map<String, Long> free = new HashMap<>();
    private final Map<String, Long> uncollected = new HashMap<>();
    private final Map<Key, Lease> leases = new HashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    public synchronized void gift(String accountId, long amount) {
        free.merge(accountId, amount, Long::sum);
    }

    public synchronized long free(String accountId) {
        return free.getOrDefault(accountId, 0L);
    }

    public synchronized long uncollected(String accountId) {
        return uncollected.getOrDefault(accountId, 0L);
    }

    public synchronized long held(String accountId) {
        return leases.entrySet().stream()
                .filter(lease -> lease.getKey().accountId.equals(accountId))
                .mapToLong(lease -> lease.getValue().held())
                .sum();
    }

    public synchronized long granted(String accountId) {
        return leases.entrySet().stream()
                .filter(lease -> lease.getKey().accountId.equals(accountId))
                .mapToLong(lease -> lease.getValue().granted)
                .sum();
    }

    /// As an operator's release: the edge is not told.
    public synchronized void release(String accountId) {
        leases.entrySet().removeIf(lease -> {
            boolean named = lease.getKey().accountId.equals(accountId);
            if (named) {
                free.merge(accountId, lease.getValue().held(), Long::sum);
            }
            return named;
        });
    }

    public List<String> violations() {
        return violations;
    }

    synchronized void closeEpoch(String edgeId, long epoch) {
        leases.entrySet().removeIf(lease -> {
            boolean over = lease.getKey().edgeId.equals(edgeId) && lease.getKey().epoch == epoch;
            if (over) {
                free.merge(lease.getKey().accountId, lease.getValue().held(), Long::sum);
            }
            return over;
        });
    }

    public synchronized LeaseAnswers answer(LeaseAsks all, boolean current) {
        List<LeaseAnswer> answers = new ArrayList<>();
        for (LeaseAsk ask : all.asks()) {
            asks.add(ask);
            Key key = new Key(all.edgeId(), all.epoch(), ask.accountId(), ask.limitIds());
            answers.add(current ? answer(key, ask) : refused(ask, RefusalReason.SUPERSEDED));
        }
        return new LeaseAnswers(System.currentTimeMillis(), answers);
    }

    private LeaseAnswer answer(Key key, LeaseAsk ask) {
        check(key, ask);
        Lease lease = leases.computeIfAbsent(key, opened -> new Lease());
        if (lease.answer != null && ask.askNumber() == lease.askNumber) {
            return lease.answer;
        }
        lease.askNumber = ask.askNumber();
        long back = ask.close() ? lease.held() : Math.min(ask.giveBack(), lease.held());
        lease.returned += back;
        free.merge(key.accountId, back, Long::sum);
        LeaseAnswer answer =
                frozen.contains(key.accountId) ? refused(ask, RefusalReason.ACCOUNT_FROZEN) : granted(key, lease, ask);
        lease.answer = answer;
        if (ask.close()) {
            leases.remove(key);
            closed.add(key.accountId);
        }
        return answer;
    }

    private void check(Key key, LeaseAsk ask) {
        Lease lease = leases.get(key);
        long last = lease == null ? 0 : lease.askNumber;
        if (lease != null && ask.askNumber() < last) {
            violations.add("ask " + ask.askNumber() + " after " + last + " of " + key);
        }
        if (ask.giveBack() < 0 || ask.surplus() < 0) {
            violations.add("a negative amount: " + ask);
        }
        if (lease != null && ask.askNumber() > last && ask.giveBack() > lease.held()) {
            violations.add("more given back than is held: " + ask);
        }
    }

    private LeaseAnswer granted(Key key, Lease lease, LeaseAsk ask) {
        List<Long> grants = new ArrayList<>();
        Refusal refusal = null;
        long usual = 0;
        for (Need need : ask.close() ? List.<Need>of() : ask.needs()) {
            long grant = grant(need, free(key.accountId));
            take(key, lease, grant);
            grants.add(grant);
            usual = Math.max(usual, grant > 0 ? grant : need.least());
            if (grant == 0) {
                boolean byOthers = held(key.accountId) - lease.held() + free(key.accountId) >= need.least()
                        && held(key.accountId) > lease.held();
                refusal = new Refusal(RefusalReason.INSUFFICIENT_BALANCE, byOthers, null, byOthers ? 1_000 : 0);
            }
        }
        boolean exact = refusal != null || free(key.accountId) / PARTS < usual;
        long room = Math.max(0, free(key.accountId) / SURPLUS_PART - lease.held());
        long surplus = exact || ask.close() ? 0 : Math.min(ask.surplus(), room);
        take(key, lease, surplus);
        return new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                grants,
                surplus,
                lease.granted,
                lease.posted,
                lease.returned,
                spendForMillis,
                holdForMillis,
                free(key.accountId),
                exact,
                refusal,
                outageCredit.getOrDefault(key.accountId, 0L));
    }

    private void take(Key key, Lease lease, long amount) {
        lease.granted += amount;
        free.merge(key.accountId, -amount, Long::sum);
    }

    private static long grant(Need need, long free) {
        if (need.bound() <= free / PARTS) {
            return need.bound();
        }
        long usual = need.learned() > 0 ? need.learned() : free / PARTS;
        long wanted = Math.min(need.bound(), Math.max(need.least(), usual));
        return wanted <= free ? wanted : need.least() <= free ? free : 0;
    }

    private static LeaseAnswer refused(LeaseAsk ask, RefusalReason reason) {
        List<Long> none = ask.needs().stream().map(need -> 0L).toList();
        Refusal refusal = new Refusal(reason, false, null, 0);
        return new LeaseAnswer(
                ask.accountId(), ask.limitIds(), ask.askNumber(), none, 0, 0, 0, 0, 0, 0, 0, true, refusal);
    }

    /// The reservation, the lease's rest, the account's free balance; what is not there is uncollected (rules 7).
    public synchronized void charge(String edgeId, long epoch, JsonNode done) {
        String account = done.at("/subject/accountId").asText();
        long charge = done.path("charge").asLong();
        Lease lease = leases.get(new Key(edgeId, epoch, account, List.of()));
        long cover = lease == null ? 0 : Math.min(charge, lease.held());
        if (lease != null) {
            lease.posted += cover;
        }
        long extra = Math.min(charge - cover, Math.max(0, free(account)));
        free.merge(account, -extra, Long::sum);
        uncollected.merge(account, charge - cover - extra, Long::sum);
    }
}
