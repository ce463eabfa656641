package dev.tollgate.auth.mail;

import dev.tollgate.inner.mail.MailQueue;
import dev.tollgate.inner.mail.MailSender;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/// Sends what waits, every few seconds.
@ApplicationScoped
class MailSending {
    private static final Logger LOG = Logger.getLogger(MailSending.class);
    private static final Duration ROUND_MAX = Duration.ofMinutes(1);

    private final Mails mails;
    private final MailSender sender;

    MailSending(Mails mails, Pool pool, ReactiveMailer mailer, MailConfig config, MeterRegistry registry) {
        this.mails = mails;
        MailSender.Terms terms = new MailSender.Terms(
                Objects.requireNonNullElse(mails.from(), ""), config.timeout(), config.giveUpAfter(), config.keepFor());
        sender = new MailSender(
                new MailQueue(pool, "auth", true), mailer, terms, registry, "tollgate.auth", Clock.systemUTC());
    }

    /// A round that fails is told; the next one comes all the same.
    @Scheduled(
            every = "${tollgate.auth.mail.every:5s}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return mails.areOn()
                ? round().ifNoItem()
                        .after(ROUND_MAX)
                        .fail()
                        .onFailure()
                        .invoke(failure -> LOG.warnf("mails were not sent: %s", failure.toString()))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    Uni<Void> round() {
        return sender.round();
    }
}
