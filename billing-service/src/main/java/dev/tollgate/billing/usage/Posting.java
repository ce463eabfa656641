package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.contract.billing.v1.PriceList;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// Counts and charges the ends of requests, all in the caller's transaction: prices, accounts' locks in the order
/// of ids, records, and what only new records lead to (rules 9). The number of statements does not depend on the
/// number of records.
@ApplicationScoped
class Posting {
    /// Frames of one id in one batch; more are not looked at.
    private static final int PASSES_MAX = 3;

    private final BooksRepository books;
    private final PriceVersions prices;
    private final RecordRepository records;
    private final Charging charging;
    private final UsageConfig config;

    Posting(
            BooksRepository books,
            PriceVersions prices,
            RecordRepository records,
            Charging charging,
            UsageConfig config) {
        this.books = books;
        this.prices = prices;
        this.records = records;
        this.charging = charging;
        this.config = config;
    }

    /// One outcome per entry, in order. Several frames of one request are posted one after the other.
    Uni<List<Posted>> post(SqlConnection tx, List<Entry> entries, Instant now) {
        List<Posted> outcomes = new ArrayList<>(Collections.nCopies(entries.size(), new Posted.Duplicate(false)));
        Uni<List<Posted>> done = Uni.createFrom().item(outcomes);
        Map<UUID, Integer> seen = new HashMap<>();
        List<List<Integer>> passes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            int pass = seen.merge(entries.get(i).usage().requestId(), 1, Integer::sum) - 1;
            if (pass < PASSES_MAX) {
                while (passes.size() <= pass) {
                    passes.add(new ArrayList<>());
                }
                passes.get(pass).add(i);
            }
        }
        for (List<Integer> pass : passes) {
            List<Entry> part = pass.stream().map(entries::get).toList();
            done = done.flatMap(all -> postDistinct(tx, part, now).map(found -> {
                for (int i = 0; i < pass.size(); i++) {
                    all.set(pass.get(i), found.get(i));
                }
                return all;
            }));
        }
        return done;
    }

    private Uni<List<Posted>> postDistinct(SqlConnection tx, List<Entry> entries, Instant now) {
        List<String> accountIds =
                entries.stream().map(Entry::accountId).distinct().toList();
        List<String> limitIds = entries.stream()
                .flatMap(entry -> entry.usage().done().subject().limitIds().stream())
                .distinct()
                .toList();
        return charges(tx, entries)
                .flatMap(charges -> books.lockAccounts(tx, accountIds).flatMap(accounts -> books.limits(tx, limitIds)
                        .flatMap(limits -> store(tx, entries, charges, new Locked(accounts, limits), now))));
    }

    private Uni<List<Priced>> charges(SqlConnection tx, List<Entry> entries) {
        return prices.terms(tx).flatMap(terms -> {
            Set<Long> wanted = new HashSet<>();
            for (Entry entry : entries) {
                wanted.add(entry.usage().done().subject().priceVersion());
                terms.inForceAt(entry.admittedAt()).ifPresent(wanted::add);
            }
            return prices.compiled(tx, wanted).map(versions -> entries.stream()
                    .map(entry -> priced(entry, terms, versions))
                    .toList());
        });
    }

    private Priced priced(Entry entry, PriceTerms terms, Map<Long, PriceList.Version> versions) {
        var done = entry.usage().done();
        return new Priced(
                Charge.of(done, terms, versions::get, config.priceTermSlack()),
                ProviderCost.of(done, versions.get(done.subject().priceVersion())));
    }

    private Uni<List<Posted>> store(
            SqlConnection tx, List<Entry> entries, List<Priced> charges, Locked locked, Instant now) {
        UUID batch = UUID.randomUUID();
        Map<Integer, RecordRow> rows = new HashMap<>();
        Map<Integer, Posted> outcomes = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            switch (charges.get(i).charge()) {
                case Charge.Unpriced(String why) -> outcomes.put(i, new Posted.Refused(Unfit.UNKNOWN_PRICE, why));
                case Charge.Of charge -> {
                    if (charge.amount() > 0 && !locked.accounts().containsKey(entry.accountId())) {
                        outcomes.put(i, new Posted.Refused(Unfit.UNKNOWN_ACCOUNT, entry.accountId()));
                    } else {
                        rows.put(
                                i,
                                new RecordRow(
                                        entry.origin(),
                                        entry.usage(),
                                        charge,
                                        charges.get(i).cost(),
                                        entry.periods(locked.limits()),
                                        batch,
                                        now));
                    }
                }
            }
        }
        return records.insert(tx, List.copyOf(rows.values()))
                .flatMap(inserted -> repeated(tx, rows, inserted).flatMap(known -> {
                    List<Bill> bills = bills(rows, inserted, known, outcomes);
                    return charging.charge(tx, bills, locked.accounts(), now).map(settled -> {
                        outcomes.putAll(settled);
                        return outcomes(entries.size(), outcomes);
                    });
                }));
    }

    private Uni<Map<UUID, RecordRepository.Known>> repeated(
            SqlConnection tx, Map<Integer, RecordRow> rows, Set<UUID> inserted) {
        List<UUID> others = rows.values().stream()
                .map(row -> row.usage().requestId())
                .filter(id -> !inserted.contains(id))
                .toList();
        return records.known(tx, others);
    }

    private static List<Bill> bills(
            Map<Integer, RecordRow> rows,
            Set<UUID> inserted,
            Map<UUID, RecordRepository.Known> known,
            Map<Integer, Posted> outcomes) {
        List<Bill> bills = new ArrayList<>();
        rows.forEach((index, row) -> {
            UUID id = row.usage().requestId();
            if (inserted.contains(id)) {
                bills.add(new Bill(index, row, null));
                return;
            }
            RecordRepository.Known before = Objects.requireNonNull(known.get(id));
            switch (before.repeatedBy(row.usage())) {
                case SAME -> outcomes.put(index, new Posted.Duplicate(false));
                case CONFLICT -> outcomes.put(index, new Posted.Duplicate(true));
                case CORRECTION -> bills.add(new Bill(index, row.in(before.periods()), before));
            }
        });
        return bills;
    }

    private static List<Posted> outcomes(int size, Map<Integer, Posted> outcomes) {
        List<Posted> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(Objects.requireNonNull(outcomes.get(i)));
        }
        return all;
    }

    /// Both books of an entry.
    private record Priced(Charge charge, ProviderCost cost) {}

    /// What was read under the accounts' locks.
    private record Locked(Map<String, AccountCredit> accounts, Map<String, SpendLimit> limits) {}

    /// The end of a request and where it is from.
    record Entry(Origin origin, ReadFrame.Usage usage) {
        String accountId() {
            return usage.done().subject().accountId();
        }

        Instant admittedAt() {
            return Instant.ofEpochMilli(usage.done().subject().admittedAt());
        }

        /// By admission; limits that billing does not know, or that are another account's, bind nobody.
        List<PeriodKey> periods(Map<String, SpendLimit> limits) {
            List<PeriodKey> keys = new ArrayList<>();
            for (String id :
                    usage.done().subject().limitIds().stream().distinct().toList()) {
                SpendLimit limit = limits.get(id);
                if (limit != null && limit.accountId().equals(accountId())) {
                    keys.add(limit.keyAt(admittedAt()));
                }
            }
            return keys;
        }
    }
}
