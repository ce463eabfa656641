package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.billing.payment.PaymentProvider.RefundAnswer;
import dev.tollgate.billing.payment.Steps.RefundStatus;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Tells the provider of refunds that are held, each under our own id, until it knows; and asks after those it was
/// told of and said nothing about.
@ApplicationScoped
class RefundSending {
    private static final Logger LOG = Logger.getLogger(RefundSending.class);
    private static final int PER_ROUND = 50;
    private static final Duration OVERDUE = Duration.ofSeconds(20);

    private final PaymentProvider provider;
    private final Pool pool;
    private final RefundRepository refunds;
    private final PaymentRepository payments;
    private final Handling handling;
    private final PaymentConfig config;
    private final PaymentMetrics metrics;
    private final BackgroundTasks tasks;
    private final Clock clock;

    RefundSending(
            PaymentProvider provider,
            Pool pool,
            RefundRepository refunds,
            PaymentRepository payments,
            Handling handling,
            PaymentConfig config,
            PaymentMetrics metrics,
            BackgroundTasks tasks,
            Clock clock) {
        this.provider = provider;
        this.pool = pool;
        this.refunds = refunds;
        this.payments = payments;
        this.handling = handling;
        this.config = config;
        this.metrics = metrics;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tollgate.billing.payment.refund-every:30s}",
            delayed = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return provider.isOn()
                ? tasks.supervise("refunds", round())
                : Uni.createFrom().voidItem();
    }

    /// One round: what was not sent, and what was not heard of.
    Uni<Void> round() {
        return refunds.waiting(RefundStatus.HELD, clock.instant().minus(OVERDUE), PER_ROUND)
                .flatMap(this::sendAll)
                .flatMap(_ -> refunds.waiting(RefundStatus.SENT, clock.instant().minus(config.askAfter()), PER_ROUND))
                .flatMap(this::askAll)
                .flatMap(_ -> refunds.oldestHeld())
                .invoke(oldest -> metrics.refundsWaitSince(oldest.orElse(null)))
                .replaceWithVoid();
    }

    /// Sends the parts of a request; what fails is sent by a later round.
    Uni<Void> send(String requestId) {
        return refunds.ofRequest(requestId)
                .map(all -> all.stream()
                        .filter(refund -> refund.status() == RefundStatus.HELD)
                        .toList())
                .flatMap(this::sendAll);
    }

    private Uni<Void> sendAll(List<Refund> held) {
        return Multi.createFrom()
                .iterable(held)
                .onItem()
                .transformToUniAndConcatenate(refund -> refunds.touched(refund.id(), clock.instant())
                        .flatMap(_ -> send(refund))
                        .onFailure()
                        .invoke(failure -> LOG.warnf("refund %s waits: %s", refund.id(), failure.toString()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> send(Refund refund) {
        return payments.byId(pool, refund.paymentId()).flatMap(found -> {
            Payment payment = found.orElseThrow();
            String intent = payment.intentRef();
            if (intent == null) {
                throw new IllegalStateException("payment " + payment.id() + " has no intent");
            }
            return known(refund, intent)
                    .flatMap(told -> told.map(this::apply).orElseGet(() -> send(refund, payment, intent)));
        });
    }

    /// What the provider knows of a refund that it may have forgotten to have done under this id.
    private Uni<Optional<Fact>> known(Refund refund, String intent) {
        boolean isOld = refund.createdAt().isBefore(clock.instant().minus(PaymentProvider.REMEMBERS));
        return isOld
                ? provider.findRefund(refund.id(), intent)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Void> send(Refund refund, Payment payment, String intent) {
        return provider.refund(refund.id(), intent, refund.amount()).flatMap(answer -> switch (answer) {
            case RefundAnswer.Sent sent -> refunds.sent(refund.id(), sent.ref(), clock.instant());
            case RefundAnswer.Refused refused -> {
                LOG.warnf("refund %s was refused: %s", refund.id(), refused.reason());
                yield apply(
                        new Fact.RefundRefused(refund.id(), new Fact.Subject(payment.id(), intent), refused.reason()));
            }
        });
    }

    private Uni<Void> apply(Fact fact) {
        return pool.withTransaction(tx -> handling.apply(tx, fact)).replaceWithVoid();
    }

    private Uni<Void> askAll(List<Refund> sent) {
        return Multi.createFrom()
                .iterable(sent)
                .onItem()
                .transformToUniAndConcatenate(refund -> refunds.touched(refund.id(), clock.instant())
                        .flatMap(_ -> ask(refund))
                        .onFailure()
                        .invoke(failure -> LOG.warnf("refund %s waits: %s", refund.id(), failure.toString()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> ask(Refund refund) {
        String ref = refund.providerRef();
        return ref == null
                ? Uni.createFrom().voidItem()
                : provider.askRefund(ref).flatMap(fact -> fact.map(this::apply)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
