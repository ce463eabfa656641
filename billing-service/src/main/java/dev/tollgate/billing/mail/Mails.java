package dev.tollgate.billing.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Where mails are left to be sent, in the transaction of what they tell of: what is rolled back is not told.
@Singleton
public class Mails {
    private static final String PUT = """
            INSERT INTO mail (topic, account_id, recipient, subject, content, created_at, next_try_at)
            SELECT $1, account_id, email, $3, $4, $5, $5 FROM billing_contact WHERE account_id = $2
            ON CONFLICT (topic) DO NOTHING""";

    private static final String PUT_TO = """
            INSERT INTO mail (topic, account_id, recipient, subject, content, created_at, next_try_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (topic) DO NOTHING""";

    private static final String COUNT = """
            SELECT count(*) FROM mail
            WHERE account_id = $1 AND created_at > $2 AND topic LIKE $3::text || '/%'""";

    private final @Nullable String from;
    private final Clock clock;

    Mails(MailConfig config, Clock clock) {
        this.from = config.from().filter(address -> !address.isBlank()).orElse(null);
        this.clock = clock;
    }

    /// Whom they are from; null while none are written.
    @Nullable
    String from() {
        return from;
    }

    /// Whether any are written.
    public boolean areOn() {
        return from != null;
    }

    /// Leaves a letter for this address of the account's own, unless it was left before.
    ///
    /// @throws IllegalStateException while none are written
    public Uni<Void> putTo(SqlConnection tx, String accountId, String recipient, Letter letter) {
        if (from == null) {
            throw new IllegalStateException("mail is not set up (TOLLGATE_MAIL_FROM)");
        }
        return tx.preparedQuery(PUT_TO)
                .execute(Tuple.of(
                        letter.topic(),
                        accountId,
                        recipient,
                        letter.subject(),
                        letter.content(),
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// How many were left about an account since then, of the topics below this one; they are kept for a month.
    public Uni<Long> countSince(SqlConnection tx, String accountId, String topic, Instant since) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(accountId, since.atOffset(ZoneOffset.UTC), topic))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// Leaves a letter for whom the account named, if it did.
    public Uni<Void> put(SqlConnection tx, String accountId, Letter letter) {
        return from != null
                ? tx.preparedQuery(PUT)
                        .execute(Tuple.of(
                                letter.topic(),
                                accountId,
                                letter.subject(),
                                letter.content(),
                                clock.instant().atOffset(ZoneOffset.UTC)))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
