package dev.tollgate.billing.ledger;

import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes to the books, always within a database transaction of the caller's. The order for a charge: lock the
/// accounts, take down what is held for it, [#open], [#post], then [Lots#settle]; the database refuses a balance
/// below what is held.
@Singleton
public class Ledger {
    private static final String ENSURE = """
            INSERT INTO account (id) SELECT id FROM unnest($1::text[]) AS wanted (id) ORDER BY id
            ON CONFLICT (id) DO NOTHING""";

    private static final String LOCK = """
            SELECT id FROM account WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE""";

    private static final String OPEN = """
            INSERT INTO ledger_transaction (kind, reference, memo) VALUES ($1, $2, $3)
            ON CONFLICT (kind, reference) DO NOTHING
            RETURNING id""";

    private static final String FIND = "SELECT id FROM ledger_transaction WHERE kind = $1 AND reference = $2";

    /// One statement: balances move (what comes in pays back first what an outage drew), and each entry keeps its
    /// account's balance after it, in the order given.
    private static final String POST = """
            WITH posting AS (
              SELECT * FROM unnest($2::text[], $3::text[], $4::bigint[])
                WITH ORDINALITY AS p (book, account_id, amount, nth)
            ), total AS (
              SELECT account_id, (coalesce(sum(amount) FILTER (WHERE book = 'account'), 0))::bigint AS amount,
                (coalesce(sum(amount) FILTER (WHERE book = 'receivable'), 0))::bigint AS owed
              FROM posting WHERE book IN ('account', 'receivable') GROUP BY account_id
            ), locked AS (
              SELECT id FROM account WHERE id IN (SELECT account_id FROM total) ORDER BY id FOR UPDATE
            ), moved AS (
              UPDATE account SET balance = account.balance + total.amount, receivable = account.receivable - total.owed,
                outage_drawn = greatest(0, account.outage_drawn - greatest(0, total.amount))
              FROM total JOIN locked ON locked.id = total.account_id
              WHERE account.id = total.account_id
              RETURNING account.id, account.balance - total.amount AS before
            ), line AS (
              SELECT nth, book, account_id, amount,
                sum(amount) OVER (PARTITION BY book, account_id ORDER BY nth)::bigint AS so_far
              FROM posting
            )
            INSERT INTO ledger_entry (transaction_id, book, account_id, amount, balance_after)
            SELECT $1, line.book, line.account_id, line.amount, moved.before + line.so_far
            FROM line LEFT JOIN moved ON line.book = 'account' AND moved.id = line.account_id
            ORDER BY line.nth""";

    /// Makes the credit rows of accounts that have none yet.
    public Uni<Void> ensureAccounts(SqlConnection tx, Collection<String> accountIds) {
        return tx.preparedQuery(ENSURE).execute(Tuple.of(array(accountIds))).replaceWithVoid();
    }

    /// Locks accounts in id order, so that no two transactions wait for each other.
    public Uni<Void> lock(SqlConnection tx, Collection<String> accountIds) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(array(accountIds))).replaceWithVoid();
    }

    /// Begins a transaction of the books, once per kind and reference for ever.
    public Uni<Opening> open(SqlConnection tx, TransactionKind kind, String reference) {
        return open(tx, kind, reference, null);
    }

    /// As above, with a memo in the words of whoever booked it.
    public Uni<Opening> open(SqlConnection tx, TransactionKind kind, String reference, @Nullable String memo) {
        return tx.preparedQuery(OPEN)
                .execute(Tuple.of(kind.wireName(), reference, memo))
                .flatMap(rows -> rows.size() == 1
                        ? Uni.createFrom()
                                .item(new OpenedTransaction(
                                        rows.iterator().next().getLong(0)))
                        : tx.preparedQuery(FIND)
                                .execute(Tuple.of(kind.wireName(), reference))
                                .map(found -> new AlreadyPosted(
                                        found.iterator().next().getLong(0))));
    }

    /// Writes entries and moves balances, in one statement. The database refuses, at the commit, a transaction that
    /// does not sum to zero, and at once a balance below what is held.
    public Uni<Void> post(SqlConnection tx, long transactionId, List<Posting> postings) {
        String[] books =
                postings.stream().map(posting -> posting.book().wireName()).toArray(String[]::new);
        String[] accounts = new String[postings.size()];
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = postings.get(i).accountId();
        }
        Long[] amounts = postings.stream().map(Posting::amount).toArray(Long[]::new);
        return tx.preparedQuery(POST)
                .execute(Tuple.of(transactionId, books, accounts, amounts))
                .invoke(rows -> {
                    if (rows.rowCount() != postings.size()) {
                        throw new IllegalStateException("not every posting became an entry");
                    }
                })
                .replaceWithVoid();
    }

    static String[] array(Collection<String> ids) {
        return new TreeSet<>(ids).toArray(String[]::new);
    }
}
