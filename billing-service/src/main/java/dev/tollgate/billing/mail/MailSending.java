package dev.tollgate.billing.mail;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.billing.mail.MailRepository.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hands mails over to the server, each until it was taken: one that was taken while the answer got lost goes out
/// twice, under one `Message-ID`.
@ApplicationScoped
class MailSending {
    private static final Logger LOG = Logger.getLogger(MailSending.class);
    private static final int PER_ROUND = 50;

    private final Mails mails;
    private final MailRepository waiting;
    private final ReactiveMailer mailer;
    private final MailConfig config;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;
    private volatile @Nullable Instant waitingSince;

    MailSending(
            Mails mails,
            MailRepository waiting,
            ReactiveMailer mailer,
            MailConfig config,
            BackgroundTasks tasks,
            MeterRegistry registry,
            Clock clock) {
        this.mails = mails;
        this.waiting = waiting;
        this.mailer = mailer;
        this.config = config;
        this.tasks = tasks;
        this.clock = clock;
        this.sent = counter(registry, "sent");
        this.failed = counter(registry, "failed");
        // Alert: customers were not told.
        this.givenUp = counter(registry, "given_up");
        // Alert: the mail server is away.
        Gauge.builder("tollgate.billing.mail.wait", this, MailSending::seconds)
                .description("How long the oldest mail waits that was not sent")
                .baseUnit("seconds")
                .register(registry);
    }

    private double seconds() {
        Instant since = waitingSince;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.billing.mails")
                .description("Mails to customers: sent, failed (and tried again), given up")
                .tag("outcome", outcome)
                .register(registry);
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

    /// One round; it ends at the first that fails, as the server may be away.
    Uni<Void> round() {
        return next(PER_ROUND)
                .flatMap(_ -> waiting.prune(clock.instant().minus(config.keepFor())))
                .flatMap(_ -> waiting.waitingSince())
                .invoke(since -> waitingSince = since.orElse(null))
                .replaceWithVoid();
    }

    private Uni<Void> next(int left) {
        return left == 0
                ? Uni.createFrom().voidItem()
                : waiting.take(clock.instant()).flatMap(taken -> taken.map(this::send)
                        .orElseGet(() -> Uni.createFrom().item(false))
                        .flatMap(
                                goOn -> goOn ? next(left - 1) : Uni.createFrom().voidItem()));
    }

    /// @return whether it was sent
    private Uni<Boolean> send(Waiting mail) {
        Mail written = Mail.withText(mail.recipient(), mail.subject(), mail.content())
                .setFrom(mails.from())
                .addHeader(
                        "Message-ID", "<" + mail.id() + "." + mail.createdAt().toEpochMilli() + "@tollgate>")
                .addHeader("Auto-Submitted", "auto-generated");
        return mailer.send(written)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .flatMap(_ -> waiting.sent(mail.id(), clock.instant()))
                .invoke(_ -> sent.increment())
                .replaceWith(true)
                .onFailure()
                .recoverWithUni(failure -> failed(mail, failure).replaceWith(false));
    }

    private Uni<Void> failed(Waiting mail, Throwable failure) {
        Instant now = clock.instant();
        boolean over = mail.createdAt().isBefore(now.minus(config.giveUpAfter()));
        LOG.warnf("mail %d %s: %s", mail.id(), over ? "is given up" : "waits", failure.toString());
        (over ? givenUp : failed).increment();
        return over ? waiting.giveUp(mail.id()) : Uni.createFrom().voidItem();
    }
}
