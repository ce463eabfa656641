package dev.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Credit by origin. Charges take gifts first, earliest expiry first, then purchases, oldest first (rules 10); what
/// a correction returns goes back the other way.
@Singleton
public class Lots {
    private static final String ADD = """
            INSERT INTO credit_lot (account_id, kind, amount, remaining, expires_at) VALUES ($1, $2, $3, $3, $4)""";

    /// Brings what remains in lots to the balance, or to nothing when the account is in its overdraft.
    private static final String SETTLE = """
            WITH target AS (
              SELECT a.id AS account_id, (greatest(a.balance, 0) - coalesce(sum(l.remaining), 0))::bigint AS change
              FROM account a LEFT JOIN credit_lot l ON l.account_id = a.id
              WHERE a.id = ANY ($1::text[])
              GROUP BY a.id, a.balance
            ), ranked AS (
              SELECT l.id, t.change, l.amount, l.remaining,
                (sum(l.remaining) OVER taking - l.remaining)::bigint AS taken_before,
                (sum(l.amount - l.remaining) OVER giving - (l.amount - l.remaining))::bigint AS given_before
              FROM credit_lot l JOIN target t ON t.account_id = l.account_id
              WHERE t.change <> 0
              WINDOW taking AS (PARTITION BY l.account_id
                       ORDER BY ((l.kind = 'gift') <> $2) DESC, l.expires_at NULLS LAST, l.created_at, l.id),
                     giving AS (PARTITION BY l.account_id
                       ORDER BY l.kind = 'gift', l.expires_at DESC NULLS FIRST, l.created_at DESC, l.id DESC)
            ), settled AS (
              SELECT id, remaining AS before, CASE
                  WHEN change < 0 THEN remaining - least(remaining, greatest(0, -change - taken_before))
                  ELSE remaining + least(amount - remaining, greatest(0, change - given_before))
                END AS after
              FROM ranked
            )
            UPDATE credit_lot SET remaining = settled.after
            FROM settled WHERE credit_lot.id = settled.id AND settled.before <> settled.after""";

    private static final String ADD_PURCHASE = """
            INSERT INTO credit_lot (account_id, kind, amount, remaining, payment_id) VALUES ($1, 'purchase', $2, $2, $3)""";
    private static final String TAKE = "UPDATE credit_lot SET remaining = remaining - $2 WHERE id = $1";
    private static final String TAKE_OF_PAYMENT = """
            UPDATE credit_lot SET remaining = remaining - least(remaining, $2) WHERE payment_id = $1""";
    private static final String GIVE_TO_PAYMENT = """
            UPDATE credit_lot SET remaining = remaining + least(amount - remaining, $2) WHERE payment_id = $1""";

    /// Where a lot's credit came from.
    public enum Origin {
        GIFT,
        PURCHASE
    }

    /// Adds a lot. Its amount must have been posted to the account; [#settle] follows.
    ///
    /// @param expiresAt when its rest is booked out, or null for never
    public Uni<Void> add(SqlConnection tx, String accountId, Origin origin, long amount, @Nullable Instant expiresAt) {
        String kind = origin == Origin.GIFT ? "gift" : "purchase";
        OffsetDateTime end = expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC);
        return tx.preparedQuery(ADD)
                .execute(Tuple.of(accountId, kind, amount, end))
                .replaceWithVoid();
    }

    /// Makes the lots of these accounts follow their balances, after the postings of one transaction. One statement
    /// for any number of accounts, which the caller has locked (as [Ledger#post] does).
    public Uni<Void> settle(SqlConnection tx, Collection<String> accountIds) {
        return settle(tx, accountIds, Origin.GIFT);
    }

    /// As above, with the lots that give first what was taken: a chargeback takes what was paid for before gifts.
    public Uni<Void> settle(SqlConnection tx, Collection<String> accountIds, Origin first) {
        return tx.preparedQuery(SETTLE)
                .execute(Tuple.of(Ledger.array(accountIds), first == Origin.PURCHASE))
                .replaceWithVoid();
    }

    /// Adds what a payment bought, so that a refund finds it again.
    public Uni<Void> addPurchase(SqlConnection tx, String accountId, long amount, String paymentId) {
        return tx.preparedQuery(ADD_PURCHASE)
                .execute(Tuple.of(accountId, amount, paymentId))
                .replaceWithVoid();
    }

    /// Takes from one lot what was posted out of its account, instead of [#settle].
    public Uni<Void> take(SqlConnection tx, long lotId, long amount) {
        return tx.preparedQuery(TAKE).execute(Tuple.of(lotId, amount)).replaceWithVoid();
    }

    /// Takes up to so much from what a payment bought, before [#settle] takes the rest from other lots: money that
    /// went back is that payment's.
    public Uni<Void> takeOf(SqlConnection tx, String paymentId, long amount) {
        return tx.preparedQuery(TAKE_OF_PAYMENT)
                .execute(Tuple.of(paymentId, amount))
                .replaceWithVoid();
    }

    /// Gives back up to so much of what a payment bought, before [#settle] follows.
    public Uni<Void> giveTo(SqlConnection tx, String paymentId, long amount) {
        return tx.preparedQuery(GIVE_TO_PAYMENT)
                .execute(Tuple.of(paymentId, amount))
                .replaceWithVoid();
    }
}
