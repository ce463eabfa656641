package dev.tollgate.billing.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.alert.Alerts;
import dev.tollgate.billing.hold.AccountCredit;
import dev.tollgate.billing.hold.Books;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.billing.hold.LimitPeriod;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.SpendLimit;
import dev.tollgate.billing.hold.Tally;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Answers asks: all of a call in one transaction, which locks the edge's epoch, then the accounts in the order of
/// their ids, and changes each account and each limit by one sum (rules 2 and 8).
@ApplicationScoped
class Leasing {
    private final Pool pool;
    private final BooksRepository books;
    private final LeaseRepository leases;
    private final Recalls recalls;
    private final Alerts alerts;
    private final LeaseMetrics metrics;
    private final LeaseConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Leasing(
            Pool pool,
            BooksRepository books,
            LeaseRepository leases,
            Recalls recalls,
            Alerts alerts,
            LeaseMetrics metrics,
            LeaseConfig config,
            ObjectMapper json,
            Clock clock) {
        this.pool = pool;
        this.books = books;
        this.leases = leases;
        this.recalls = recalls;
        this.alerts = alerts;
        this.metrics = metrics;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    Uni<LeaseAnswers> answer(LeaseAsks asks) {
        Instant now = clock.instant();
        return pool.withTransaction(tx -> answer(tx, asks, now))
                .invoke(done -> recalls.call(done.recalled()))
                .invoke(done -> metrics.answered(done.answers()))
                .invoke(done -> metrics.closedByOwner(done.closed()))
                .map(done -> new LeaseAnswers(clock.millis(), done.answers()));
    }

    private Uni<Done> answer(SqlConnection tx, LeaseAsks asks, Instant now) {
        return leases.isNewest(tx, asks.edgeId(), asks.epoch()).flatMap(newest -> {
            if (!newest) {
                List<LeaseAnswer> superseded =
                        asks.asks().stream().map(AskRound::superseded).toList();
                return Uni.createFrom().item(new Done(superseded, Set.of(), 0));
            }
            return decide(tx, asks, now);
        });
    }

    private Uni<Done> decide(SqlConnection tx, LeaseAsks asks, Instant now) {
        List<String> accountIds =
                asks.asks().stream().map(LeaseAsk::accountId).distinct().toList();
        List<String> limitIds = asks.asks().stream()
                .flatMap(ask -> ask.limitIds().stream())
                .distinct()
                .toList();
        return books.lockAccounts(tx, accountIds).flatMap(accounts -> leases.ofOwner(
                        tx, asks.edgeId(), asks.epoch(), accounts.keySet(), now.minus(config.closedKept()))
                .flatMap(found ->
                        books(tx, accounts, limitIds, found, now).flatMap(read -> store(tx, asks, found, read, now))));
    }

    private Uni<Books> books(
            SqlConnection tx,
            Map<String, AccountCredit> accounts,
            List<String> limitIds,
            Collection<Lease> found,
            Instant now) {
        return books.limits(tx, limitIds).flatMap(limits -> {
            Map<PeriodKey, LimitPeriod> wanted = new HashMap<>();
            for (SpendLimit limit : limits.values()) {
                if (accounts.containsKey(limit.accountId())) {
                    wanted.put(limit.keyAt(now), limit.periodAt(now));
                }
            }
            for (Lease lease : found) {
                for (PeriodKey home : lease.periods()) {
                    SpendLimit limit = limits.get(home.limitId());
                    if (limit != null) {
                        wanted.putIfAbsent(home, limit.periodAt(home.startsAt()));
                    }
                }
            }
            return books.periods(tx, wanted).map(periods -> new Books(accounts, limits, periods));
        });
    }

    private Uni<Done> store(SqlConnection tx, LeaseAsks asks, Collection<Lease> found, Books read, Instant now) {
        Tally tally = new Tally(read);
        AskRound round = new AskRound(asks, found, LeaseTerms.of(config), this::write, this::read);
        List<LeaseAnswer> answers = round.answer(tally, now);
        return books.write(tx, tally)
                .chain(() -> leases.save(tx, round.changed()))
                .chain(() -> alerts.refused(tx, reached(answers, tally, now)))
                .map(_ -> new Done(answers, round.recalled(), closed(round)));
    }

    /// Limits that have refused an ask though nobody else holds what it needs.
    private static List<PeriodKey> reached(List<LeaseAnswer> answers, Tally tally, Instant now) {
        return answers.stream()
                .map(LeaseAnswer::refusal)
                .filter(refusal -> refusal != null && !refusal.heldByOthers() && refusal.limitId() != null)
                .map(refusal -> tally.limit(refusal.limitId()))
                .filter(Objects::nonNull)
                .map(limit -> limit.keyAt(now))
                .toList();
    }

    private static long closed(AskRound round) {
        return round.changed().stream().filter(Lease::isClosed).count();
    }

    private String write(LeaseAnswer answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LeaseAnswer read(String stored) {
        try {
            return json.readValue(stored, LeaseAnswer.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param closed leases that their owner has ended
    private record Done(List<LeaseAnswer> answers, Set<String> recalled, long closed) {}
}
