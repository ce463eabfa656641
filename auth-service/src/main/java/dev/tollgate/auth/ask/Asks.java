package dev.tollgate.auth.ask;

import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/// Counts asks before they are looked at, whatever comes of them: a count tells nobody whether a mailbox is
/// known.
@ApplicationScoped
public class Asks {
    private static final String COUNT = """
            INSERT INTO auth.ask_count AS c (kind, subject_hash, asks, ends_at)
            VALUES ($1, $2, 1, now() + $4 * interval '1 second')
            ON CONFLICT (kind, subject_hash) DO UPDATE SET
              asks = CASE WHEN c.ends_at <= now() THEN 1 ELSE least(c.asks, $3) + 1 END,
              ends_at = CASE WHEN c.ends_at <= now() THEN excluded.ends_at ELSE c.ends_at END
            RETURNING asks""";
    private static final String TRIM = "DELETE FROM auth.ask_count WHERE ends_at < now()";

    private final Pool pool;
    private final AskConfig config;

    Asks(Pool pool, AskConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// Counts a mail that somebody without a token wants to be written.
    ///
    /// @return fails with a 429 when there were too many
    public Uni<Void> ofMail(Client client, String email) {
        return count("address", Asker.ofAddress(client.address()), config.perAddress())
                .chain(() -> ofMail(email));
    }

    /// The same by somebody who is known.
    public Uni<Void> ofMail(String email) {
        return count("mailbox", Asker.ofMailbox(email), config.perMailbox());
    }

    /// Counts an invitation.
    ///
    /// @param whose the account, or the installation
    public Uni<Void> ofInvitation(String whose) {
        return count("invitation", whose, config.invitations());
    }

    /// Counts a guess at the password of a sign-up that waits.
    ///
    /// @return whether it may be looked at
    public Uni<Boolean> ofGuess(String email) {
        return isWithin("guess", Asker.ofMailbox(email), config.guesses());
    }

    private Uni<Void> count(String kind, String subject, int max) {
        return isWithin(kind, subject, max)
                .invoke(within -> {
                    if (!within) {
                        throw new ServiceException(
                                ErrorCode.RATE_LIMIT_EXCEEDED,
                                "Too many mails were asked for: try again in " + minutes() + " minutes.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> isWithin(String kind, String subject, int max) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(
                        kind, TokenFormat.hash(subject), max, config.window().toSeconds()))
                .map(rows -> rows.iterator().next().getInteger(0) <= max);
    }

    private long minutes() {
        return Math.max(1, config.window().toMinutes());
    }

    @Scheduled(every = "1h", delayed = "7m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> trim() {
        return pool.query(TRIM).execute().replaceWithVoid();
    }
}
