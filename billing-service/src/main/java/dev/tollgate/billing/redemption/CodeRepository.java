package dev.tollgate.billing.redemption;

import dev.tollgate.billing.redemption.Redeeming.Earlier;
import dev.tollgate.billing.redemption.Redeeming.Found;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Codes and their uses, one by one. Whoever uses a code has locked the account before.
@Singleton
class CodeRepository {
    private static final String FIND = """
            SELECT c.id, c.batch_id, b.amount, c.uses, c.max_uses,
              c.disabled_at IS NOT NULL OR b.disabled_at IS NOT NULL AS disabled, b.redeemable_until, b.credit_days
            FROM redemption_code c JOIN redemption_batch b ON b.id = c.batch_id
            WHERE c.hash = $1 FOR UPDATE OF c""";

    /// After the lock: whoever held it before may have used the code for this account.
    private static final String EARLIER =
            "SELECT amount, redeemed_at, credit_expires_at FROM redemption WHERE code_id = $1 AND account_id = $2";

    private static final String USE = """
            WITH used AS (
              UPDATE redemption_code SET uses = uses + 1 WHERE id = $1 AND uses < max_uses RETURNING id
            )
            INSERT INTO redemption (code_id, account_id, transaction_id, amount, credit_expires_at, redeemed_at)
            SELECT id, $2, $3, $4, $5, $6 FROM used""";

    /// The code with this hash, locked, or null.
    Uni<@Nullable Found> lock(SqlConnection tx, String hash, String accountId) {
        return tx.preparedQuery(FIND).execute(Tuple.of(hash)).flatMap(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().nullItem();
            }
            Row code = rows.iterator().next();
            return tx.preparedQuery(EARLIER)
                    .execute(Tuple.of(code.getString("id"), accountId))
                    .map(found -> found(
                            code,
                            found.size() == 0 ? null : earlier(found.iterator().next())));
        });
    }

    /// Counts and keeps one use. The guard is in the statement's own WHERE; the table's key lets an account in
    /// once.
    Uni<Void> use(SqlConnection tx, Redeeming.Gives gives, String accountId, long transactionId, Instant now) {
        Found code = gives.code();
        Tuple arguments = Tuple.from(new Object[] {
            code.id(), accountId, transactionId, code.amount(), time(gives.creditExpiresAt()), time(now)
        });
        return tx.preparedQuery(USE).execute(arguments).map(done -> {
            if (done.rowCount() != 1) {
                throw new IllegalStateException("a code was used up under its lock");
            }
            return null;
        });
    }

    private static Found found(Row row, @Nullable Earlier earlier) {
        return new Found(
                row.getString("id"),
                row.getString("batch_id"),
                row.getLong("amount"),
                row.getInteger("uses"),
                row.getInteger("max_uses"),
                row.getBoolean("disabled"),
                instant(row.getOffsetDateTime("redeemable_until")),
                row.getInteger("credit_days"),
                earlier);
    }

    private static Earlier earlier(Row row) {
        return new Earlier(
                row.getLong("amount"),
                Objects.requireNonNull(row.getOffsetDateTime("redeemed_at")).toInstant(),
                instant(row.getOffsetDateTime("credit_expires_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
