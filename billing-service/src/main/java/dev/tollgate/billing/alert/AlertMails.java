package dev.tollgate.billing.alert;

import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.mail.Mails;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Hands alerts over to the mails that billing sends, each once: from there on they are tried again as those are.
/// Anybody's address may be an account's target, so an account's alerts make so many mails a day and no more.
@Singleton
class AlertMails {
    private static final Duration DAY = Duration.ofDays(1);

    private final Pool pool;
    private final Ledger ledger;
    private final Mails mails;
    private final AlertConfig config;
    private final Clock clock;

    AlertMails(Pool pool, Ledger ledger, Mails mails, AlertConfig config, Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.mails = mails;
        this.config = config;
        this.clock = clock;
    }

    /// Whether mail is set up at all.
    boolean areOn() {
        return mails.areOn();
    }

    /// Done when the mail is written to the database. Fails, in words that may be shown, while it may not be.
    Uni<Void> hand(Due due) {
        if (!mails.areOn()) {
            return Uni.createFrom().failure(new Undelivered("mail is not set up here"));
        }
        String account = due.event().accountId();
        return pool.withTransaction(tx -> ledger.lock(tx, List.of(account))
                .flatMap(_ -> requireRoom(tx, account))
                .flatMap(_ -> mails.putTo(tx, account, due.address(), AlertLetter.of(due))));
    }

    private Uni<Void> requireRoom(SqlConnection tx, String account) {
        return mails.countSince(tx, account, AlertLetter.TOPIC, clock.instant().minus(DAY))
                .invoke(count -> {
                    if (count >= config.mailsPerDayMax()) {
                        throw new Undelivered("the account had " + config.mailsPerDayMax() + " mails within a day");
                    }
                })
                .replaceWithVoid();
    }
}
