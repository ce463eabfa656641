package dev.tollgate.inner.mail;

import dev.tollgate.inner.mail.MailQueue.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hands mails over to the server, each until it was taken: one that was taken while the answer got lost goes
/// out twice, under one `Message-ID`.
public final class MailSender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);
    private static final int PER_ROUND = 50;

    private final MailQueue queue;
    private final ReactiveMailer mailer;
    private final Terms terms;
    private final Clock clock;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;
    private volatile @Nullable Instant waitingSince;

    /// How mails are sent.
    ///
    /// @param from whom they are from
    /// @param timeout how long one may take to be handed over
    /// @param giveUpAfter how long one is tried again
    /// @param keepFor how long one is kept after that, or after it was sent
    public record Terms(String from, Duration timeout, Duration giveUpAfter, Duration keepFor) {}

    /// @param metrics the beginning of the metrics' names: `tollgate.billing`
    public MailSender(
            MailQueue queue, ReactiveMailer mailer, Terms terms, MeterRegistry registry, String metrics, Clock clock) {
        this.queue = queue;
        this.mailer = mailer;
        this.terms = terms;
        this.clock = clock;
        this.sent = counter(registry, metrics, "sent");
        this.failed = counter(registry, metrics, "failed");
        // Alert: people were not told.
        this.givenUp = counter(registry, metrics, "given_up");
        // Alert: the mail server is away.
        Gauge.builder(metrics + ".mail.wait", this, MailSender::seconds)
                .description("How long the oldest mail waits that was not sent")
                .baseUnit("seconds")
                .register(registry);
    }

    /// One round; it ends at the first that fails, as the server may be away.
    public Uni<Void> round() {
        return next(PER_ROUND)
                .flatMap(_ -> queue.prune(clock.instant().minus(terms.keepFor())))
                .flatMap(_ -> queue.waitingSince())
                .invoke(since -> waitingSince = since.orElse(null))
                .replaceWithVoid();
    }

    private double seconds() {
        Instant since = waitingSince;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private static Counter counter(MeterRegistry registry, String metrics, String outcome) {
        return Counter.builder(metrics + ".mails")
                .description("Mails to customers: sent, failed (and tried again), given up")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Uni<Void> next(int left) {
        return left == 0
                ? Uni.createFrom().voidItem()
                : queue.take(clock.instant()).flatMap(taken -> taken.map(this::send)
                        .orElseGet(() -> Uni.createFrom().item(false))
                        .flatMap(
                                goOn -> goOn ? next(left - 1) : Uni.createFrom().voidItem()));
    }

    /// @return whether it was sent
    private Uni<Boolean> send(Waiting mail) {
        Mail written = Mail.withText(mail.recipient(), mail.subject(), mail.content())
                .setFrom(terms.from())
                .addHeader(
                        "Message-ID", "<" + mail.id() + "." + mail.createdAt().toEpochMilli() + "@tollgate>")
                .addHeader("Auto-Submitted", "auto-generated");
        return mailer.send(written)
                .ifNoItem()
                .after(terms.timeout())
                .fail()
                .flatMap(_ -> queue.sent(mail.id(), clock.instant()))
                .invoke(_ -> sent.increment())
                .replaceWith(true)
                .onFailure()
                .recoverWithUni(failure -> failed(mail, failure).replaceWith(false));
    }

    private Uni<Void> failed(Waiting mail, Throwable failure) {
        Instant now = clock.instant();
        boolean over = mail.createdAt().isBefore(now.minus(terms.giveUpAfter()));
        LOG.warnf("mail %d %s: %s", mail.id(), over ? "is given up" : "waits", failure.toString());
        (over ? givenUp : failed).increment();
        return over ? queue.giveUp(mail.id()) : Uni.createFrom().voidItem();
    }
}
