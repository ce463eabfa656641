package dev.tollgate.billing.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Where mails are left to be sent, in the transaction of what they tell of: what is rolled back is not told.
@Singleton
public class Mails {
    private static final String PUT = """
            INSERT INTO mail (topic, account_id, recipient, subject, content, created_at, next_try_at)
            SELECT $1, account_id, email, $3, $4, $5, $5 FROM billing_contact WHERE account_id = $2
            ON CONFLICT (topic) DO NOTHING""";

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
