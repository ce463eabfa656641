package dev.tollgate.billing.gift;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Books out what is left of gifts whose time is over. What is held by leases stays until it is spent or given
/// back: the invariant held ≤ balance + overdraft is never at stake.
@ApplicationScoped
class GiftExpiry {
    private static final Logger LOG = Logger.getLogger(GiftExpiry.class);
    private static final int LOTS_PER_RUN = 100;

    private static final String DUE = """
            SELECT l.id, l.account_id FROM credit_lot l JOIN account a ON a.id = l.account_id
            WHERE l.kind = 'gift' AND l.expires_at <= $1 AND l.remaining > 0 AND a.balance > a.held
            ORDER BY l.expires_at, l.id LIMIT $2""";

    private static final String REST = """
            SELECT least(l.remaining, greatest(0, a.balance - a.held)) AS rest
            FROM credit_lot l JOIN account a ON a.id = l.account_id
            WHERE l.id = $1""";

    private static final String TAKE = "UPDATE credit_lot SET remaining = remaining - $2 WHERE id = $1";

    private final Pool pool;
    private final Ledger ledger;
    private final BackgroundTasks tasks;

    GiftExpiry(Pool pool, Ledger ledger, BackgroundTasks tasks) {
        this.pool = pool;
        this.tasks = tasks;
        this.ledger = ledger;
    }

    @Scheduled(
            every = "${tollgate.billing.gift.expire-every:10s}",
            delayed = "10s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> expireNow() {
        return tasks.supervise("gift-expiry", expire(Instant.now()));
    }

    /// Expires lots that are due at this time, each in its own transaction, and tells how many nano-credits went.
    Uni<Long> expire(Instant now) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), LOTS_PER_RUN))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> pool.withTransaction(tx -> expire(tx, row)))
                .collect()
                .in(() -> new long[1], (sum, amount) -> sum[0] += amount)
                .map(sum -> sum[0]);
    }

    private Uni<Long> expire(SqlConnection tx, Row due) {
        long lot = due.getLong("id");
        String account = due.getString("account_id");
        return ledger.lock(tx, List.of(account))
                .flatMap(_ -> tx.preparedQuery(REST).execute(Tuple.of(lot)))
                .map(rows -> rows.iterator().next().getLong("rest"))
                .flatMap(rest -> rest == 0 ? Uni.createFrom().item(0L) : bookOut(tx, lot, account, rest));
    }

    private Uni<Long> bookOut(SqlConnection tx, long lot, String account, long rest) {
        List<Posting> postings = List.of(Posting.toAccount(account, -rest), Posting.to(Book.EXPIRED, rest));
        return ledger.open(tx, TransactionKind.EXPIRY, "lot/" + lot + "/" + UUID.randomUUID())
                .flatMap(opening -> switch (opening) {
                    case OpenedTransaction opened -> ledger.post(tx, opened.id(), postings);
                    case AlreadyPosted posted ->
                        throw new IllegalStateException("transaction " + posted.id() + " has a random reference");
                })
                .flatMap(_ -> tx.preparedQuery(TAKE).execute(Tuple.of(lot, rest)))
                .invoke(_ -> LOG.infof("a gift of account %s expired: %d nano-credits booked out", account, rest))
                .replaceWith(rest);
    }
}
