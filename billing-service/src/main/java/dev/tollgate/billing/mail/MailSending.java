package dev.tollgate.billing.mail;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.inner.mail.MailQueue;
import dev.tollgate.inner.mail.MailSender;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;

/// Sends what waits, every few seconds.
@ApplicationScoped
class MailSending {
    private final Mails mails;
    private final MailSender sender;
    private final BackgroundTasks tasks;

    MailSending(
            Mails mails,
            Pool pool,
            ReactiveMailer mailer,
            MailConfig config,
            BackgroundTasks tasks,
            MeterRegistry registry,
            Clock clock) {
        this.mails = mails;
        this.tasks = tasks;
        MailSender.Terms terms = new MailSender.Terms(
                Objects.requireNonNullElse(mails.from(), ""), config.timeout(), config.giveUpAfter(), config.keepFor());
        sender = new MailSender(
                new MailQueue(pool, "billing", false), mailer, terms, registry, "tollgate.billing", clock);
    }

    @Scheduled(
            every = "${tollgate.billing.mail.every:5s}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return mails.from() != null
                ? tasks.supervise("mails", round())
                : Uni.createFrom().voidItem();
    }

    Uni<Void> round() {
        return sender.round();
    }
}
